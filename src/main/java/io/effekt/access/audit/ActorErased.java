package io.effekt.access.audit;

/**
 * Nobody is to know any more who an actor is.
 *
 * @param actor as the log goes on naming them
 * @param texts whether their comments and reasons went too
 */
public record ActorErased(String actor, boolean texts) {}
