package io.effekt.ingest.form.xlsx;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** What stands in a workbook beside its sheets: which is the first, texts, and formats. */
final class XlsxBook {
    private static final String MAIN = "xl/workbook.xml";

    /** Carriage returns and the like, as they are written in texts. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final XlsxParts parts;
    private final List<String> texts = new ArrayList<>();
    private final List<XlsxNumbers.Format> formats = new ArrayList<>();
    private boolean from1904;
    private String sheet = "";

    /** Where a relationship leads, and what kind of part that is. */
    private record Related(String kind, String target) {}

    XlsxBook(XlsxParts parts) throws IOException, XMLStreamException, XlsxFault {
        this.parts = parts;
        String main =
                related("", "_rels/.rels").values().stream()
                        .filter(part -> part.kind().equals("officeDocument"))
                        .findFirst()
                        .map(Related::target)
                        .orElse(MAIN);
        String folder = main.substring(0, main.lastIndexOf('/') + 1);
        Map<String, Related> related =
                related(
                        folder,
                        folder + "_rels/" + main.substring(main.lastIndexOf('/') + 1) + ".rels");
        workbook(main, related);
        for (Related part : related.values()) {
            if (part.kind().equals("sharedStrings")) {
                texts(part.target());
            } else if (part.kind().equals("styles")) {
                styles(part.target());
            }
        }
    }

    private Map<String, Related> related(String folder, String name)
            throws XMLStreamException, XlsxFault {
        Map<String, Related> related = new HashMap<>();
        InputStream part = parts.part(name);
        if (part == null) {
            throw new XlsxFault("the body is a zip and no workbook; send an .xlsx");
        }
        try (XlsxXml xml = new XlsxXml(part)) {
            while (xml.next()) {
                String id = xml.attribute("Id");
                String type = xml.attribute("Type");
                String target = xml.attribute("Target");
                if (xml.begins("Relationship") && id != null && type != null && target != null) {
                    related.put(
                            id,
                            new Related(
                                    type.substring(type.lastIndexOf('/') + 1),
                                    target.startsWith("/") ? target : folder + target));
                }
            }
        }
        return related;
    }

    private void workbook(String name, Map<String, Related> related)
            throws XMLStreamException, XlsxFault {
        InputStream part = parts.part(name);
        if (part == null) {
            throw new XlsxFault("the workbook lacks its main part; save it again");
        }
        try (XlsxXml xml = new XlsxXml(part)) {
            while (xml.next()) {
                if (xml.begins("workbookPr")) {
                    from1904 = xml.isTrue("date1904");
                } else if (xml.begins("sheet") && sheet.isEmpty()) {
                    Related to = related.get(Objects.requireNonNullElse(xml.attribute("id"), ""));
                    String state = Objects.requireNonNullElse(xml.attribute("state"), "visible");
                    if (to != null && to.kind().equals("worksheet") && state.equals("visible")) {
                        sheet = to.target();
                    }
                }
            }
        }
        if (sheet.isEmpty()) {
            throw new XlsxFault("the workbook has no visible sheet; put the rows into the first");
        }
    }

    private void texts(String name) throws XMLStreamException {
        InputStream part = parts.part(name);
        if (part == null) {
            return;
        }
        try (XlsxXml xml = new XlsxXml(part)) {
            while (xml.next()) {
                if (xml.begins("si")) {
                    texts.add(plain(xml.texts("si")));
                }
            }
        }
    }

    private void styles(String name) throws XMLStreamException {
        InputStream part = parts.part(name);
        if (part == null) {
            return;
        }
        Map<Integer, String> codes = new HashMap<>();
        try (XlsxXml xml = new XlsxXml(part)) {
            boolean ofCells = false;
            while (xml.next()) {
                if (xml.begins("numFmt")) {
                    String code = xml.attribute("formatCode");
                    codes.put(number(xml.attribute("numFmtId")), code == null ? "" : code);
                } else if (xml.begins("cellXfs") || xml.ends("cellXfs")) {
                    ofCells = xml.begins("cellXfs");
                } else if (ofCells && xml.begins("xf")) {
                    int id = number(xml.attribute("numFmtId"));
                    formats.add(XlsxNumbers.shown(id, codes.get(id)));
                }
            }
        }
    }

    static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** A text with its escaped characters. */
    static String plain(String text) {
        return text.contains("_x") ? ESCAPED.matcher(text).replaceAll(XlsxBook::character) : text;
    }

    private static String character(MatchResult escaped) {
        char c = (char) Integer.parseInt(escaped.group(1), 16);
        return Matcher.quoteReplacement(String.valueOf(c));
    }

    /** A shared text; null where there is none. */
    @Nullable String text(int index) {
        return index >= 0 && index < texts.size() ? texts.get(index) : null;
    }

    /** What the numbers of a style are shown as. */
    XlsxNumbers.Format shown(int style) {
        return style >= 0 && style < formats.size()
                ? formats.get(style)
                : XlsxNumbers.Format.NUMBER;
    }

    boolean isFrom1904() {
        return from1904;
    }

    /** The first sheet that is seen. */
    XlsxXml sheet() throws IOException, XMLStreamException, XlsxFault {
        return new XlsxXml(parts.sheet(sheet));
    }
}
