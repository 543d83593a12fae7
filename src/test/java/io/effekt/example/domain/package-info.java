/** Pledges: what they are, what happened to them, and what is decided on them. */
@NullMarked
package io.effekt.example.domain;

import org.jspecify.annotations.NullMarked;
