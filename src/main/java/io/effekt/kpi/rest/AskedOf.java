package io.effekt.kpi.rest;

import io.effekt.http.QueryParameters;
import io.effekt.kernel.Period;
import io.effekt.kernel.Problem;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.Kpi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Which KPI, scope and period a question is about: what is missing or unknown is refused. */
@ApplicationScoped
public class AskedOf {
    /** Far from any year that a number was measured in, and well inside what can be stored. */
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(2999, 12, 31);

    private final DefinitionsView definitions;

    public AskedOf(DefinitionsView definitions) {
        this.definitions = definitions;
    }

    /** The KPI that has to be named. Definitions never go away, so this holds for any moment. */
    Kpi kpi(QueryParameters given) {
        String key = given.text("kpi");
        if (key == null) {
            throw required("kpi", "the key of a KPI; GET /api/v1/kpis lists them");
        }
        Kpi kpi = definitions.current().kpis().get(key);
        if (kpi == null) {
            throw unknownKpi();
        }
        return kpi;
    }

    /** The scope that has to be named. */
    Scope scope(QueryParameters given) {
        Scope scope = given.as("scope", Scope::parse);
        if (scope == null) {
            throw required("scope", "team:<key>, stream:<key> or org");
        }
        requireScope(scope);
        return scope;
    }

    void requireKpi(@Nullable String kpi) {
        if (kpi != null && !definitions.current().kpis().containsKey(kpi)) {
            throw unknownKpi();
        }
    }

    void requireScope(@Nullable Scope scope) {
        if (scope != null && !definitions.current().organisation().isDefined(scope)) {
            throw unknown(
                    "unknown-scope",
                    "There is no such scope; GET /api/v1/teams and /api/v1/value-streams list"
                            + " them.");
        }
    }

    void requireStream(@Nullable String stream) {
        if (stream != null && !definitions.current().organisation().streams().containsKey(stream)) {
            throw unknown(
                    "unknown-value-stream",
                    "There is no such value stream; GET /api/v1/value-streams lists them.");
        }
    }

    /** One value of one dimension, as {@code name:value}; null for everything. */
    static @Nullable String dimension(QueryParameters given) {
        return given.as(
                "dimension",
                text -> {
                    int colon = text.indexOf(':');
                    if (colon < 1 || colon == text.length() - 1) {
                        throw new IllegalArgumentException(
                                "write name:value, for instance zone:north");
                    }
                    return text;
                });
    }

    /** A period of any length; null for none. */
    static @Nullable Period period(QueryParameters given, String name) {
        return given.as(
                name,
                text -> {
                    Period period = Period.parse(text);
                    if (period.start().isBefore(EARLIEST) || period.start().isAfter(LATEST)) {
                        throw new IllegalArgumentException(
                                "write a period of the years 1900 to 2999");
                    }
                    return period;
                });
    }

    /** A period of the KPI's own length; null for none. */
    static @Nullable Period period(QueryParameters given, String name, Kpi kpi) {
        Period period = period(given, name);
        if (period != null && period.unit() != kpi.period()) {
            Period own = Period.of(kpi.period(), period.start());
            throw QueryParameters.refused(
                    "invalid-parameter",
                    name,
                    "'%s': the periods of '%s' are of the length '%s'; write for instance %s"
                            .formatted(name, kpi.key(), kpi.period().word(), own));
        }
        return period;
    }

    private static RuntimeException unknownKpi() {
        return unknown("unknown-kpi", "There is no such KPI; GET /api/v1/kpis lists them.");
    }

    private static RuntimeException required(String name, String what) {
        return QueryParameters.refused("required", name, "Give '" + name + "': " + what + ".");
    }

    private static RuntimeException unknown(String code, String detail) {
        return Problem.of(404, code, detail).exception();
    }
}
