package io.effekt.app.contract;

import io.effekt.dataset.Datasets;
import io.effekt.resource.ResourceKinds;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Finishes the description of the API when the service starts. What the code and {@code
 * META-INF/openapi.yaml} say once becomes true everywhere: schemas with what is required and what
 * may be null, answers that every operation has, rows of BI sets, and shared parts as components.
 */
public class ContractFilter implements OASFilter {
    private static final String BEARER = "bearer";

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        BiSchemas.in(contract.getComponents(), CDI.current().select(Datasets.class).get());
        DefinitionLists.in(
                contract.getComponents(), CDI.current().select(ResourceKinds.class).get());
        contract.getComponents()
                .addSchema("Problem", ProblemSchema.make())
                .addSchema(
                        "ImportProblem",
                        ProblemSchema.with(
                                Objects.requireNonNull(
                                        contract.getComponents().getSchemas().get("ImportResult"))))
                .addSecurityScheme(BEARER, bearer());
        for (Map.Entry<String, PathItem> path : contract.getPaths().getPathItems().entrySet()) {
            path.getValue()
                    .getOperations()
                    .forEach((method, operation) -> {
                        ResourceOperations.add(operation);
                        CommonAnswers.add(
                                path.getKey(), method, operation, contract.getComponents());
                        SharedParts.parameters(operation, contract.getComponents());
                        RequestExamples.add(operation, contract.getComponents().getExamples());
                        bothWays(operation);
                    });
        }
        AnswerSchemas.in(contract);
        SharedParts.in(contract);
    }

    /** A key is taken as Basic and as Bearer. */
    private static void bothWays(Operation operation) {
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return;
        }
        List<String> rights =
                operation.getSecurity().getFirst().getSchemes().values().iterator().next();
        operation.addSecurityRequirement(
                OASFactory.createSecurityRequirement().addScheme(BEARER, rights));
    }

    private static SecurityScheme bearer() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                        "A key, or a token of your provider of OpenID Connect. The scopes named are"
                                + " those that the call needs, any one of them.");
    }
}
