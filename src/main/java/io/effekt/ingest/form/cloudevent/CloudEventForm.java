package io.effekt.ingest.form.cloudevent;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a CloudEvent looks like to a sender, for the contract alone: it is read by {@link
 * CloudEventBody}, token by token.
 */
@Schema(
        name = "MeasurementEvent",
        description =
                "A CloudEvent 1.0 as JSON, with 'data' or 'data_base64'. Extension attributes may"
                        + " be there and say nothing.",
        requiredProperties = {"specversion", "type", "source", "id"},
        additionalProperties = Schema.True.class)
public record CloudEventForm(
        @Schema(enumeration = "1.0") String specversion,
        @Schema(enumeration = CloudEventBuilder.TYPE) String type,
        @Schema(
                        description = "URI-reference of the sender: 'source' of its measurements",
                        minLength = 1,
                        maxLength = 200,
                        examples = "urn:example:hr")
                String source,
        @Schema(
                        description =
                                "'id' of its measurement; '<id>/<n>', n from 0, of those of a list"
                                        + " that have none",
                        minLength = 1,
                        maxLength = 100,
                        examples = "jan-17")
                String id,
        @Schema(
                        description = "When the event was made; says nothing about the measurement",
                        format = "date-time")
                String time,
        @Schema(description = "JSON, where it is there", examples = "application/json")
                String datacontenttype,
        @Schema(description = "Not looked at") String dataschema,
        @Schema(description = "Not looked at") String subject,
        @Schema(
                        description =
                                "Like a body that is application/json, but 'id' and 'source' may be"
                                        + " left out, and are nothing else than those of the event."
                                        + " One measurement by itself in a batch.")
                Object data,
        @Schema(
                        name = "data_base64",
                        description = "The same as bytes in base64; at most 100,000 characters")
                String dataBase64) {}
