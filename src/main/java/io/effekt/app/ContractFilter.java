package io.effekt.app;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** A parameter that says nothing else of its form is a text. */
public class ContractFilter implements OASFilter {
    @Override
    public @Nullable Parameter filterParameter(Parameter parameter) {
        if (parameter.getRef() == null
                && parameter.getSchema() == null
                && parameter.getContent() == null) {
            parameter.setSchema(OASFactory.createSchema().type(List.of(SchemaType.STRING)));
        }
        return parameter;
    }
}
