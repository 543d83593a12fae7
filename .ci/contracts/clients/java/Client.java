import org.openapitools.client.ApiClient;
import org.openapitools.client.api.MeasurementsApi;
import org.openapitools.client.api.StatusApi;
import org.openapitools.client.model.KpiStatus;
import org.openapitools.client.model.Measurement;
import org.openapitools.client.model.PostMeasurementsRequest;
import java.math.BigDecimal;

/** A program of somebody who lets openapi-generator make a client (java, native). */
public final class Client {
    public static void main(String[] given) throws Exception {
        ApiClient effekt = new ApiClient();
        effekt.updateBaseUri(given[0]);
        effekt.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + given[1]));
        Measurement ratio =
                new Measurement()
                        .id(given[3])
                        .kpi("ci-ratio")
                        .scope(given[2])
                        .period("2026-01")
                        .numerator(new BigDecimal(3))
                        .denominator(new BigDecimal(4));
        String receipt =
                new MeasurementsApi(effekt)
                        .postMeasurements(
                                MeasurementsApi.APIPostMeasurementsRequest.newBuilder()
                                        .postMeasurementsRequest(new PostMeasurementsRequest(ratio))
                                        .prefer("wait=20")
                                        .build())
                        .getReceipts()
                        .get(0)
                        .getReceipt();
        KpiStatus row =
                new StatusApi(effekt)
                        .listStatus(
                                StatusApi.APIListStatusRequest.newBuilder()
                                        .kpi("ci-ratio")
                                        .scope(given[2])
                                        .period("2026-01")
                                        .limit(10)
                                        .build())
                        .getItems()
                        .get(0);
        if (!receipt.equals("counted")
                || row.getDimension() != null
                || row.getValue().compareTo(new BigDecimal(75)) != 0) {
            throw new IllegalStateException(receipt + " " + row);
        }
        System.out.println("java, native: " + receipt + ", " + row.getValue());
    }
}
