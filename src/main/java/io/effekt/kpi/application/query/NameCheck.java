package io.effekt.kpi.application.query;

import io.effekt.kernel.NearestWord;
import io.effekt.kernel.Problem;
import io.effekt.kernel.ProblemException;
import io.effekt.kernel.Scope;
import io.effekt.kpi.application.DefinitionsView;
import io.effekt.kpi.domain.definition.Kpi;
import io.effekt.organization.CallerVisibility;
import io.effekt.organization.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a KPI, scope or value stream in a question that is not there, and names the nearest that
 * the caller sees. What a caller does not see is answered like what is not there.
 */
@ApplicationScoped
public class NameCheck {
    private final DefinitionsView definitions;
    private final CallerVisibility callerVisibility;

    public NameCheck(DefinitionsView definitions, CallerVisibility callerVisibility) {
        this.definitions = definitions;
        this.callerVisibility = callerVisibility;
    }

    /** Null passes. */
    public void requireKpi(@Nullable String kpi) {
        if (kpi == null) {
            return;
        }
        Visibility visibility = callerVisibility.now();
        Collection<String> defined = definitions.current().kpis().keySet();
        if (!visibility.seesKpi(kpi) || !defined.contains(kpi)) {
            throw unknown(
                    "unknown-kpi",
                    "There is no such KPI",
                    NearestWord.to(
                                    kpi,
                                    defined.stream().filter(visibility::seesKpi).sorted().toList())
                            .orElse(null),
                    "GET /api/v1/kpis lists them.",
                    !visibility.seesKpi(kpi));
        }
    }

    /** A KPI that is not defined passes, for a question about an earlier moment. */
    public void requireSeen(@Nullable String kpi) {
        if (kpi != null && !callerVisibility.now().seesKpi(kpi)) {
            requireKpi(kpi);
        }
    }

    /** Null passes. */
    public void requireScope(@Nullable Scope scope) {
        if (scope != null
                && (!callerVisibility.now().seesEver(scope)
                        || !definitions.current().organisation().isDefined(scope))) {
            throw unknownScope(scope);
        }
    }

    /** A scope that is not defined passes, for a question about an earlier moment. */
    public void requireSeen(@Nullable Scope scope) {
        if (scope != null && !callerVisibility.now().seesEver(scope)) {
            throw unknownScope(scope);
        }
    }

    private ProblemException unknownScope(Scope scope) {
        Visibility visibility = callerVisibility.now();
        List<String> seen =
                Stream.concat(visibility.known().stream(), Stream.of(Scope.ORG))
                        .filter(visibility::seesEver)
                        .map(Scope::toString)
                        .toList();
        return unknown(
                "unknown-scope",
                "There is no such scope",
                NearestWord.to(scope.toString(), seen).orElse(null),
                "GET /api/v1/teams and /api/v1/value-streams list them.",
                !visibility.seesEver(scope));
    }

    /** Null passes. */
    public void requireStream(@Nullable String stream) {
        if (stream == null) {
            return;
        }
        Visibility visibility = callerVisibility.now();
        Collection<String> defined = definitions.current().organisation().streams().keySet();
        if (!visibility.seesStream(stream) || !defined.contains(stream)) {
            throw unknown(
                    "unknown-value-stream",
                    "There is no such value stream",
                    NearestWord.to(
                                    stream,
                                    defined.stream()
                                            .filter(visibility::seesStream)
                                            .sorted()
                                            .toList())
                            .orElse(null),
                    "GET /api/v1/value-streams lists them.",
                    !visibility.seesStream(stream));
        }
    }

    /**
     * A name of a dimension; null passes.
     *
     * @param kpi whose it is; null, or one that is not there, passes
     */
    public void requireDimension(@Nullable String kpi, @Nullable String dimension) {
        Kpi of = kpi == null ? null : definitions.current().kpis().get(kpi);
        if (of == null || dimension == null || !callerVisibility.now().seesKpi(of.key())) {
            return;
        }
        List<String> defined = of.dimensions();
        if (!defined.contains(dimension)) {
            String nearest = NearestWord.to(dimension, defined).orElse(null);
            throw unknown(
                    "unknown-dimension",
                    "There is no such dimension of '" + of.key() + "'",
                    nearest,
                    (nearest == null ? "it has " : "It has ")
                            + (defined.isEmpty() ? "none" : String.join(", ", defined))
                            + ".",
                    false);
        }
    }

    private static ProblemException unknown(
            String code, String what, @Nullable String nearest, String list, boolean hides) {
        String cure = nearest == null ? "; " + list : "; did you mean '" + nearest + "'? " + list;
        Problem problem = Problem.of(404, code, what + cure);
        return (hides ? problem.hiding() : problem).exception();
    }
}
