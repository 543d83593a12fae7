/**
 * What is sent becomes measurements: JSON, NDJSON, CSV, workbooks and CloudEvents, token by token.
 * Knows neither HTTP nor Kafka.
 */
@NullMarked
package io.effekt.ingest.form;

import org.jspecify.annotations.NullMarked;
