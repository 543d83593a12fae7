/**
 * The way to PostgreSQL that every slice shares: blocking on virtual threads, retried when told to.
 */
@NullMarked
package io.effekt.database;

import org.jspecify.annotations.NullMarked;
