package io.effekt.bi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https://effekt.example.com, https://effekt.example.com/odata/v4",
                "https://effekt.example.com/, https://effekt.example.com/odata/v4",
                "https://example.com/effekt, https://example.com/effekt/odata/v4",
                "none, http://asked:8080/odata/v4"
            })
    void linksLeadToWhatIsConfiguredOrElseToWhatWasAsked(String configured, String expected) {
        UriInfo asked =
                (UriInfo)
                        Proxy.newProxyInstance(
                                UriInfo.class.getClassLoader(),
                                new Class<?>[] {UriInfo.class},
                                (proxy, method, arguments) -> URI.create("http://asked:8080/"));
        assertEquals(
                expected,
                new PublicAddress(Optional.ofNullable(configured)).of(asked, "/odata/v4"));
    }
}
