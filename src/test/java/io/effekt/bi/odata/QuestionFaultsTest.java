package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.testing.ProgramDatasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error names what is wrong, what was probably meant, and the option it stands in. */
class QuestionFaultsTest {
    private static final UriReader READER = new UriReader(ProgramDatasets.get());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // names
                "$filter=Directio eq 'up' | $filter | 'Directio' | did you mean 'Direction'",
                "$filter=Staus eq 'up' | $filter | 'Staus' in KpiStatus | 'Status'",
                "$filter=KpiKey eq 'up' | $filter | 'KpiKey' | 'Kpi'",
                "$filter=period_start ge 2026-01-01 | $filter | 'period_start' | 'PeriodStart'",
                "$filter=Value gt 1 and (IsComplet) | $filter | 'IsComplet' | 'IsComplete'",
                "$filter=contains(TeamNme,'a') | $filter | 'TeamNme' | 'TeamName'",
                "$filter=Value gt Targt | $filter | 'Targt' | 'Target'",
                "$filter=IsComplete&$orderby=Vlue desc | $orderby | 'Vlue' | 'Value'",
                "$orderby=Kpi,Valu | $orderby | 'Valu' | 'Value'",
                "$select=Kpi,Vaule | $select | 'Vaule' | 'Value'",
                "$select=kpi | $select | 'kpi' | 'Kpi'",
                "$select=KpiDetails/Unit | $select | 'KpiDetails/Unit' | $expand=KpiDetails($select=Unit)",
                "$expand=KpiDetail | $expand | 'KpiDetail' | 'KpiDetails'",
                "$expand=Kpi | $expand | 'Kpi' is a column | KpiDetails",
                "$expand=KpiDetails($select=Untit) | $expand | 'Untit' in Kpis | 'Unit'",
                "$orderby=KpiDetails/Direction | $orderby | 'KpiDetails/Direction' | $orderby takes columns of KpiStatus",
                "$filter=TeamDetails/Lifecycle eq 'active' | $filter | 'TeamDetails/Lifecycle' | Teams",
                "$filter=Value/Part eq 1 | $filter | 'Value' has no parts | '/Part'",
                // functions
                "$filter=containz(TeamName,'a') | $filter | 'containz' | 'contains'",
                "$filter=startsWith(TeamName,'a') | $filter | 'startsWith' | 'startswith'",
                "$filter=substringof('a',TeamName) | $filter | 'substringof' | 'contains'",
                "$orderby=lenght(TeamName) | $orderby | 'lenght' | 'length'",
                "$filter=coalesce(Value,0) gt 1 | $filter | 'coalesce' | concat, contains",
                "$filter=fractionalseconds(RecordedAt) gt 0 | $filter | 'fractionalseconds' | it has",
                "$filter=contains(TeamName) | $filter | 'contains' takes 2 | 1",
                "$filter=contains(Value,'1') | $filter | 'contains' takes a text | 'Value' is a number",
                "$filter=year(TeamName) eq 2026 | $filter | 'year' takes a day | 'TeamName' is a text",
                "$filter=contains(Kpi,Value) | $filter | 'contains' takes a text in place 2 | 'Value' is a number",
                "$filter=substring(Kpi,1,'a') eq 'b' | $filter | 'substring' takes a whole number in place 3 | 'a' is a text",
                "$filter=endswith(tolower(Kpi),year(PeriodStart)) | $filter | 'endswith' takes a text in place 2 | 'year' is a number",
                "$filter=cast(Kpi,Edm.String) eq 'a' | $filter | the function 'cast' | it has",
                "$orderby=isof(Kpi,Edm.String) | $orderby | the function 'isof' | it has",
                "$filter=cast(KpiDetails,Effekt.KpisRow) eq null | $filter | the function 'cast' | it has",
                // paths to another set
                "$filter=KpiDetails/Nope eq '%' | $filter | 'Nope' in Kpis | no property",
                "$orderby=KpiDetails/Unti | $orderby | 'Unti' in Kpis | 'Unit'",
                "$select=KpiDetails/Directio | $select | 'Directio' in Kpis | 'Direction'",
                "$filter=KpiDetails/$count gt 1 | $filter | 'KpiDetails/$count' | does not have",
                // days that are none
                "$filter=date(RecordedAt) eq 2026-13-01 | $filter | '2026-13-01' | not in the calendar",
                "$filter=RecordedAt gt 2026-01-32T00:00:00+01:00 | $filter | '2026-01-32T00:00:00+01:00' | not in the calendar",
                "$filter=PeriodStart in (2026-01-01,2026-00-01) | $filter | '2026-00-01' | not in the calendar",
                "$orderby=year(2026-13-01) | $orderby | '2026-13-01' | not in the calendar",
                // negation
                "$filter=Value gt - 1 | $filter | '-' stands right before | -1",
                "$orderby=- Value | $orderby | '-' stands right before | -Value",
                "$filter=-Kpi eq 'a' | $filter | '-' takes numbers | 'Kpi' is a text",
                "$filter=not Value eq 1 | $filter | 'Value' is a number | in brackets",
                // literals
                "$filter=Status eq \"on_track\" | $filter | \"on_track\" | 'on_track'",
                "$filter=Status eq \u2019on_track\u2019 | $filter | on_track | apostrophes",
                "$filter=Value gt 70,5 | $filter | 70,5 | 70.5",
                "$filter=(Value gt 1,25) and IsComplete | $filter | 1,25 | 1.25",
                "$filter=TeamName eq 'Cote d'Azur' | $filter | 'Cote d' | doubled",
                "$filter=TeamName in ('Cote d'Azur','b') | $filter | 'Azur' | doubled",
                "$filter=contains(TeamName,'O'Hara') | $filter | 'O' | doubled",
                "$filter=TeamName eq 'open | $filter | apostrophe | close it",
                "$filter=Team in ('a',null) | $filter | null | or Team eq null",
                "$filter=ValueStream in (null) | $filter | null | or ValueStream eq null",
                "$filter=RecordedAt gt datetime'2026-01-01T00:00:00' | $filter | datetime'2026 | 2026-01-31",
                "$filter=RecordedAt gt 2026-01-01T00:00:00 | $filter | '2026-01-01T00:00:00' | zone",
                "$filter=PeriodStart ge 31.12.2026 | $filter | 31.12. | 2026-01-31",
                "$filter=Value gt 70.5M | $filter | '70.5M' | 70.5",
                "$filter=Value gt 70% | $filter | '%' | without a percent sign",
                "$filter=PeriodStart eq 0000-01-01 | $filter | 0000-01-01 | 9999",
                // types
                "$filter=Kpi eq 1 | $filter | 'Kpi' is a text and 1 is a number | apostrophes",
                "$filter=Value eq 'x' | $filter | 'Value' is a number and 'x' is a text | without quotes",
                "$filter=PeriodStart eq 2026-01-31T00:00:00Z | $filter | 'PeriodStart' is a day | 2026-01-31",
                "$filter=RecordedAt ge 2026-01-31 | $filter | 'RecordedAt' is a moment | date(RecordedAt)",
                "$filter=IsComplete eq 'true' | $filter | 'IsComplete' | without quotes",
                "$filter='x' eq Value | $filter | 'Value' is a number | 'x'",
                "$filter=length(TeamName) eq 'x' | $filter | 'length' is a number | 'x'",
                "$filter=Value in (1,'x') | $filter | 'Value' is a number | 'x'",
                "$filter=Kpi add 1 eq 2 | $filter | 'add' takes numbers | 'Kpi' is a text",
                "$filter=IsComplete and Value | $filter | 'Value' is a number | compare it",
                "$filter=Value | $filter | true or false | compare 'Value'",
                "$filter=Value add 1 | $filter | true or false | compare 'Value'",
                "$filter=length(TeamName) | $filter | true or false | compare 'length'",
                // the order of words
                "$filter=Value = 1 | $filter | '=' | 'eq'",
                "$filter=Value >= 1 | $filter | '>=' | 'ge'",
                "$filter=Value eq 1 && IsComplete | $filter | '&&' | 'and'",
                "$filter=TeamName like 'a%' | $filter | 'like' | contains",
                "$filter=Value equals 1 | $filter | 'equals' | eq",
                "$filter=Value gt | $filter | after 'gt' | missing",
                "$filter=eq 5 | $filter | before 'eq' | missing",
                "$filter=(Value gt 1 | $filter | bracket | not closed",
                "$filter=Value gt 1) | $filter | bracket | not opened",
                "$filter= | $filter | leave the option out | Nothing",
                "$orderby=Value descending | $orderby | 'descending' | 'desc'",
                "$orderby=Value desc Kpi | $orderby | 'Kpi' | comma",
                "$select=Kpi,,Value | $select | missing | commas"
            })
    void aFaultIsNamed(String query, String target, String first, String second) {
        Problem problem = problem("KpiStatus", query);
        assertTrue(problem.status() == 400 || problem.status() == 501, problem::toString);
        assertEquals(target, problem.errors().getFirst().pointer(), problem::detail);
        assertTrue(problem.detail().contains(first), problem::detail);
        assertTrue(problem.detail().contains(second), problem::detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "KpiStatu | 404 | 'KpiStatu' | 'KpiStatus'",
                "kpistatushistory | 404 | 'kpistatushistory' | 'KpiStatusHistory'",
                "Measurement | 404 | 'Measurement' | 'Measurements'",
                "Team/$count | 404 | 'Team' | 'Teams'",
                "Kpis(1) | 400 | Kpis(Kpi='…') | key",
                "KpiStatus('a') | 400 | Kpi='…',Scope='…' | key",
                "Calendar(17.5.2026) | 400 | Date=2026-01-31 | key",
                "KpiStatus/Nothing | 400 | '/Nothing' | $select",
                "KpiStatus/Value | 400 | '/Value' | $select"
            })
    void aFaultOfThePathIsNamed(String path, int status, String first, String second) {
        Problem problem = problem(path, "");
        assertEquals(status, problem.status(), problem::detail);
        assertEquals("path", problem.errors().getFirst().pointer());
        assertTrue(problem.detail().contains(first), problem::detail);
        assertTrue(problem.detail().contains(second), problem::detail);
    }

    /** What OData has names for and no column, in every option that takes names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$select=Effekt.*",
                "$select=Effekt.*&$top=1",
                "$select=Kpi,Effekt.*",
                "$select=*,Effekt.*",
                "$select=Nope.*",
                "$select=Edm.*",
                "$select=Effekt.KpiStatusRow",
                "$select=Effekt.KpisRow",
                "$select=Effekt.Nope/Kpi",
                "$select=*/Kpi",
                "$select=Kpi/*",
                "$select=Kpi/$count",
                "$select=KpiDetails/$ref",
                "$select=KpiDetails/$count",
                "$select=KpiDetails/*",
                "$select=$it",
                "$select=$it/Kpi",
                "$select=$root/Kpis",
                "$select=@x",
                "$select=Kpi($top=1)",
                "$expand=KpiDetails($select=Effekt.*)",
                "$expand=KpiDetails($select=Effekt.*,Kpi)",
                "$expand=KpiDetails($select=Effekt.KpisRow)",
                "$expand=KpiDetails($select=@x)",
                "$expand=KpiDetails/$ref",
                "$expand=KpiDetails/$count",
                "$expand=KpiDetails/$value",
                "$expand=KpiDetails/Kpi",
                "$expand=KpiDetails($levels=max)",
                "$expand=KpiDetails($search=a)",
                "$expand=*/$ref",
                "$expand=*/$count",
                "$expand=*($levels=2)",
                "$expand=*($levels=max)",
                "$expand=Effekt.*",
                "$expand=$it",
                "$expand=@x",
                "$filter=Effekt.* eq 'a'",
                "$filter=Effekt.KpiStatusRow eq 'a'",
                "$filter=Edm.String eq 'a'",
                "$filter=$it eq 'a'",
                "$filter=$it/KpiDetails/Kpi eq 'a'",
                "$filter=$root/Kpis('enps')/Kpi eq 'a'",
                "$filter=$root/Kpis/$count gt 1",
                "$filter=KpiDetails eq null",
                "$filter=KpiDetails/$ref eq null",
                "$filter=KpiDetails/any(x:x/Kpi eq 'a')",
                "$filter=any(x:x eq 'a')",
                "$filter=Kpi eq @x&@x='a'",
                "$filter=Kpi in @x&@x=['a']",
                "$filter=Kpi has Effekt.Colour'x'",
                "$filter=isof(Effekt.KpiStatusRow)",
                "$filter=Effekt.Fn(Kpi) eq 1",
                "$filter=Kpi/Effekt.Fn() eq 1",
                "$filter=case(IsComplete:1,true:2) eq 1",
                "$filter=Kpi eq {\"a\":1}",
                "$orderby=Effekt.*",
                "$orderby=$it",
                "$orderby=KpiDetails",
                "$orderby=@x"
            })
    void aNameThatIsNoColumnIsNoAccident(String query) {
        Problem problem = problem("KpiStatus", query);
        assertTrue(problem.status() == 400 || problem.status() == 501, problem::toString);
        assertEquals(
                query.substring(0, query.indexOf('=')),
                problem.errors().getFirst().pointer(),
                problem::detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KpiStatus(Kpi='a',%20Scope='org',%20Dimension='')",
                "KpiStatus(Kpi%20=%20'a',Scope='org'%20,Dimension='')",
                "KpiStatus(%20Kpi=%27a%27,%09Scope='org',Dimension=''%20)",
                "Measurements(Partition=1,%20Sequence=2)"
            })
    void blanksInAKeyArePassedOver(String path) {
        assertEquals(ODataRequest.Kind.ONE, ODataRequest.of(path, Options.of(null), READER).kind());
        assertEquals(
                ODataRequest.of(path.replaceAll("%20|%09", ""), Options.of(null), READER).query(),
                ODataRequest.of(path, Options.of(null), READER).query());
    }

    @Test
    void blanksInATextOfAKeyStay() {
        String path = "KpiStatus(Kpi='a%20,%20b''%20,',Scope='(%20)',Dimension='=%20')";
        assertEquals(path, QueryText.path(path));
    }

    private static Problem problem(String path, String query) {
        return assertThrows(
                        ProblemException.class,
                        () ->
                                ODataRequest.of(
                                        path,
                                        Options.of(
                                                query.replace("%", "%25")
                                                        .replace("&&", "%26%26")
                                                        .replace(" ", "%20")),
                                        READER))
                .problem();
    }
}
