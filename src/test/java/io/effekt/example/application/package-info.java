/** Pledges as a kind of resource, and the work that follows from decisions on them. */
@NullMarked
package io.effekt.example.application;

import org.jspecify.annotations.NullMarked;
