package io.effekt.ingest.form.xlsx;

/** Why a workbook cannot be read at all. */
final class XlsxFault extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence with the cure
     */
    XlsxFault(String message) {
        super(message, null, false, false);
    }
}
