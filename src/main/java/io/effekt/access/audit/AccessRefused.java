package io.effekt.access.audit;

/**
 * Somebody was refused something for lack of rights.
 *
 * @param operation method and path
 * @param detail what they were told
 * @param times how often, within about a minute
 */
public record AccessRefused(String operation, String detail, int times) {}
