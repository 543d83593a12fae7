package io.effekt.app.contract;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** {@link ProblemBody} as the contract describes it. */
final class ProblemSchema {
    private ProblemSchema() {}

    static Schema make() {
        return object("A refusal, as RFC 9457 writes it")
                .addProperty("type", text("The code, as a URI"))
                .addProperty("title", text("The same for every problem of that status"))
                .addProperty("status", of(SchemaType.INTEGER, "The HTTP status"))
                .addProperty("detail", text("One sentence that names the cure"))
                .addProperty("instance", text("Path of the request"))
                .addProperty("code", text("Stable, for programs"))
                .addProperty(
                        "errors",
                        of(SchemaType.ARRAY, "Each single thing that is wrong")
                                .items(
                                        object("One thing that is wrong")
                                                .addProperty(
                                                        "pointer",
                                                        text("JSON Pointer into the body"))
                                                .addProperty("code", text("Stable"))
                                                .addProperty("detail", text("What to do"))))
                .set(NullableFields.NULLABLE, List.of());
    }

    /** A problem that says beside what a result says, where it came to one. */
    static Schema with(Schema result) {
        Schema problem =
                make().set(NullableFields.LEFT_OUT, List.copyOf(result.getProperties().keySet()));
        result.getProperties()
                .forEach((field, of) -> problem.addProperty(field, Schemas.copy(of, Schema.class)));
        return problem;
    }

    private static Schema object(String description) {
        return of(SchemaType.OBJECT, description);
    }

    private static Schema text(String description) {
        return of(SchemaType.STRING, description);
    }

    private static Schema of(SchemaType type, String description) {
        return OASFactory.createSchema().type(List.of(type)).description(description);
    }
}
