package io.effekt.kernel;

/**
 * Why something was not done. A value, not an exception.
 *
 * @param code stable, kebab or snake case, part of the API
 * @param pointer JSON Pointer to the place in the request; empty for the whole
 * @param detail one sentence that names the cure
 */
public record Refusal(String code, String pointer, String detail) {
    public Refusal {
        pointer = Secrets.masked(pointer);
        detail = Secrets.masked(detail);
    }

    public static Refusal of(String code, String detail) {
        return new Refusal(code, "", detail);
    }
}
