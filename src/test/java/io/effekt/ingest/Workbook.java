package io.effekt.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook part by part, as a test wants it: well formed, odd or hostile. */
public final class Workbook {
    private static final String RELATIONS =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    public Workbook() {
        // The sheet stands first, as some writers have it: before the texts and formats it needs.
        with("xl/worksheets/sheet1.xml", sheet(""));
        with(
                "_rels/.rels",
                relations(
                        "<Relationship Id=\"r1\" Type=\""
                                + RELATIONS
                                + "officeDocument\" Target=\"xl/workbook.xml\"/>"));
        with("xl/workbook.xml", book(""));
        with(
                "xl/_rels/workbook.xml.rels",
                relations(
                        "<Relationship Id=\"s1\" Type=\""
                                + RELATIONS
                                + "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                                + "<Relationship Id=\"s2\" Type=\""
                                + RELATIONS
                                + "styles\" Target=\"styles.xml\"/>"
                                + "<Relationship Id=\"s3\" Type=\""
                                + RELATIONS
                                + "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"));
    }

    private static String relations(String all) {
        return "<Relationships>" + all + "</Relationships>";
    }

    private static String book(String properties) {
        return "<workbook xmlns:r=\"x\">"
                + properties
                + "<sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>";
    }

    static String sheet(String rows) {
        return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    }

    public Workbook with(String part, String xml) {
        parts.put(part, xml.getBytes(UTF_8));
        return this;
    }

    public Workbook with(String part, byte[] bytes) {
        parts.put(part, bytes);
        return this;
    }

    public Workbook rows(String rows) {
        return with("xl/worksheets/sheet1.xml", sheet(rows));
    }

    /** Rows of which each cell is a text, or {@code <…>} as it is. */
    public Workbook table(String[]... rows) {
        StringBuilder xml = new StringBuilder();
        for (String[] row : rows) {
            xml.append("<row>");
            for (String cell : row) {
                xml.append(
                        cell.startsWith("<")
                                ? cell
                                : "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>");
            }
            xml.append("</row>");
        }
        return rows(xml.toString());
    }

    public Workbook from1904() {
        return with("xl/workbook.xml", book("<workbookPr date1904=\"1\"/>"));
    }

    /** Formats of cells, style 0 first; a number is one that is built in. */
    public Workbook formats(String... formats) {
        StringBuilder codes = new StringBuilder();
        StringBuilder styles = new StringBuilder();
        for (int i = 0; i < formats.length; i++) {
            boolean builtIn = formats[i].matches("[0-9]+");
            if (!builtIn) {
                codes.append("<numFmt numFmtId=\"")
                        .append(200 + i)
                        .append("\" formatCode=\"")
                        .append(formats[i].replace("\"", "&quot;"))
                        .append("\"/>");
            }
            styles.append("<xf numFmtId=\"")
                    .append(builtIn ? formats[i] : Integer.toString(200 + i))
                    .append("\"/>");
        }
        return with(
                "xl/styles.xml",
                "<styleSheet><numFmts>"
                        + codes
                        + "</numFmts><cellXfs>"
                        + styles
                        + "</cellXfs></styleSheet>");
    }

    public Workbook texts(String... texts) {
        StringBuilder all = new StringBuilder("<sst>");
        for (String text : texts) {
            all.append("<si>")
                    .append(text.startsWith("<") ? text : "<t>" + text + "</t>")
                    .append("</si>");
        }
        return with("xl/sharedStrings.xml", all + "</sst>");
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
