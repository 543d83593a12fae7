/**
 * Who is calling and what they may: keys of integrations, people who sign in, rights, limits to
 * teams and streams, and what was decided or refused.
 */
@NullMarked
package io.effekt.access;

import org.jspecify.annotations.NullMarked;
