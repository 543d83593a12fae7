package io.effekt.bi.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error names what is wrong, what was probably meant, and the option it stands in. */
class QuestionFaultsTest {
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

    private static Problem problem(String path, String query) {
        return assertThrows(
                        ProblemException.class,
                        () ->
                                Asked.of(
                                        path,
                                        Options.of(
                                                query.replace("%", "%25")
                                                        .replace("&&", "%26%26")
                                                        .replace(" ", "%20"))))
                .problem();
    }
}
