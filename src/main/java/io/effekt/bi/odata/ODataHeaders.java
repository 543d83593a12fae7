package io.effekt.bi.odata;

import io.effekt.kernel.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a request ask for.
 *
 * @param metadata minimal or none
 * @param numbersAsText IEEE754Compatible: decimals and long integers as strings
 */
record ODataHeaders(boolean metadata, boolean numbersAsText) {
    static final String MINIMAL = "application/json;odata.metadata=minimal";

    private static final Pattern PAGE =
            Pattern.compile("(?:^|[,;\\s])(?:odata\\.)?maxpagesize\\s*=\\s*\"?(\\d{1,9})\"?");

    /** Refuses clients that know nothing of OData 4. */
    static void version(HttpHeaders headers) {
        String most = headers.getHeaderString("OData-MaxVersion");
        if (most != null && !most.strip().matches("4\\.\\d+|[5-9]\\.\\d+")) {
            throw Refused.because(
                    400,
                    "version-not-supported",
                    "OData-MaxVersion",
                    "This service speaks OData 4.0: ask with OData-MaxVersion 4.0 or later.");
        }
    }

    /** What is asked for; 406 where JSON is excluded. */
    static ODataHeaders of(Options options, HttpHeaders headers) {
        String format = options.get("$format");
        ODataHeaders asked =
                accepting(format == null ? headers.getHeaderString(HttpHeaders.ACCEPT) : format);
        if (asked == null) {
            throw Problem.of(406, "not-acceptable", "There is JSON here: accept application/json.")
                    .exception();
        }
        return asked;
    }

    /**
     * Any media type that allows JSON, whatever its parameters.
     *
     * @param accept the header, or the value of {@code $format}
     * @return null where JSON is excluded
     */
    static @Nullable ODataHeaders accepting(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return new ODataHeaders(true, false);
        }
        for (String range : accept.split(",", -1)) {
            List<String> parts =
                    Arrays.stream(range.split(";", -1))
                            .map(part -> part.strip().toLowerCase(Locale.ROOT).replace(" ", ""))
                            .toList();
            boolean json =
                    List.of("application/json", "application/*", "*/*", "json")
                            .contains(parts.getFirst());
            boolean wanted = parts.stream().noneMatch(part -> part.matches("q=0(\\.0{0,3})?"));
            if (json && wanted) {
                boolean none =
                        parts.contains("odata.metadata=none") || parts.contains("odata=nometadata");
                return new ODataHeaders(!none, parts.contains("ieee754compatible=true"));
            }
        }
        return null;
    }

    /** The type of the answer. */
    String contentType() {
        return "application/json;odata.metadata="
                + (metadata ? "minimal" : "none")
                + (numbersAsText ? ";IEEE754Compatible=true" : "")
                + ";charset=utf-8";
    }

    /** Rows of a page that are preferred; 0 for none. */
    static int preferredPage(List<String> prefer) {
        for (String each : prefer) {
            Matcher page = PAGE.matcher(each);
            if (page.find()) {
                return Integer.parseInt(page.group(1));
            }
        }
        return 0;
    }
}
