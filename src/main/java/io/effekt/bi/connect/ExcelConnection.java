package io.effekt.bi.connect;

import io.effekt.dataset.Dataset;

/**
 * An Office Data Connection: XHTML around a connection to a query, and the query in Power Query's
 * language as XML that is text once more ([MS-ODCFF] 2.7.1.1, [MS-QDEIF]).
 */
final class ExcelConnection {
    private ExcelConnection() {}

    /**
     * @param service the OData service, without a slash at its end
     */
    static String of(Dataset set, String service) {
        String query = "Effekt " + set.name();
        return """
        <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
        <head>
        <meta http-equiv="Content-Type" content="text/x-ms-odc; charset=utf-8"/>
        <meta name="ProgId" content="ODC.Database"/>
        <meta name="SourceType" content="OLEDB"/>
        <title>%1$s</title>
        <xml id="docprops"><o:DocumentProperties>
        <o:Description>%2$s</o:Description>
        <o:Name>%1$s</o:Name>
        </o:DocumentProperties></xml>
        <xml id="msodc"><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc">
        <odc:PowerQueryConnection odc:Type="OLEDB">
        <odc:ConnectionString>Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=&quot;%1$s&quot;;Extended Properties=&quot;&quot;</odc:ConnectionString>
        <odc:CommandType>SQL</odc:CommandType>
        <odc:CommandText>SELECT * FROM [%1$s]</odc:CommandText>
        </odc:PowerQueryConnection>
        <odc:PowerQueryMashupData>%3$s</odc:PowerQueryMashupData>
        </odc:OfficeDataConnection></xml>
        </head>
        <body></body>
        </html>
        """
                .formatted(
                        xml(query),
                        xml(set.description()),
                        xml(mashup(query, formula(set, service))));
    }

    private static String mashup(String query, String formula) {
        return """
        <Mashup xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/DataMashup"><Client>EXCEL</Client><Version>2.140.405.0</Version><MinVersion>2.21.0.0</MinVersion><Culture>en-US</Culture><SafeCombine>true</SafeCombine><Items><Query Name="%s"><Formula>%s</Formula><IsParameterQuery xsi:nil="true"/><IsDirectQuery xsi:nil="true"/></Query></Items></Mashup>\
        """
                .formatted(xml(query), xml(formula));
    }

    /** The same that Effekt.pq asks, for one set. */
    private static String formula(Dataset set, String service) {
        return """
        let
            Source = OData.Feed("%s", null, [Implementation = "2.0", ODataVersion = 4]),
            Set = Source{[Name = "%s", Signature = "table"]}[Data]
        in
            Set\
        """
                .formatted(text(service), text(set.name()));
    }

    /** Within a literal of Power Query, where {@code #(} begins an escape. */
    private static String text(String text) {
        return text.replace("\"", "\"\"").replace("#(", "#(#)(");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
