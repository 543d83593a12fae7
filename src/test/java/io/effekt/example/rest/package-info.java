/** Pledges over HTTP. */
@NullMarked
package io.effekt.example.rest;

import org.jspecify.annotations.NullMarked;
