package io.effekt.ingest.form.xlsx;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One part of a workbook as XML: elements by their local names. It has no document types, so no
 * entities, and no tag or text that takes much memory.
 */
final class XlsxXml implements AutoCloseable {
    private static final int LONGEST_RUN = 200_000;

    private final InputStream bytes;
    private final XMLStreamReader xml;

    XlsxXml(InputStream bytes) throws XMLStreamException {
        this.bytes = bytes;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        xml = factory.createXMLStreamReader(new Runs(bytes), "UTF-8");
    }

    /** Goes on to the next begin or end of an element; false at the end of it all. */
    boolean next() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new Unlike("a document type").asXml();
            }
            if (event == XMLStreamConstants.START_ELEMENT
                    || event == XMLStreamConstants.END_ELEMENT) {
                return true;
            }
        }
        return false;
    }

    boolean begins(String element) {
        return xml.isStartElement() && xml.getLocalName().equals(element);
    }

    boolean ends(String element) {
        return xml.isEndElement() && xml.getLocalName().equals(element);
    }

    /** By its local name; null where it is not there, as at the end of an element. */
    @Nullable String attribute(String name) {
        if (!xml.isStartElement()) {
            return null;
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Whether the attribute says yes. */
    boolean isTrue(String name) {
        String value = attribute(name);
        return "1".equals(value) || "true".equals(value);
    }

    /** The text up to the end of the element that it stands on. */
    String text() throws XMLStreamException {
        return xml.getElementText();
    }

    /** The text of all {@code t} in the element that it stands on, but for how it is spoken. */
    String texts(String element) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (next() && !ends(element)) {
            if (begins("rPh")) {
                while (next() && !ends("rPh")) {
                    // Read to its end.
                }
            } else if (begins("t")) {
                text.append(text());
            }
            if (text.length() > LONGEST_RUN) {
                throw new Unlike("a text that is too long").asXml();
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws XMLStreamException {
        xml.close();
        try {
            bytes.close();
        } catch (IOException e) {
            throw new XMLStreamException(e);
        }
    }

    /** What no spreadsheet writes. */
    static final class Unlike extends IOException {
        private static final long serialVersionUID = 1L;

        /**
         * @param what is there
         */
        private Unlike(String what) {
            super(what);
        }

        private XMLStreamException asXml() {
            return new XMLStreamException(this);
        }
    }

    /** Refuses what goes on for long without a tag, and what hides tags from that. */
    private static final class Runs extends FilterInputStream {
        private int run;
        private int last;

        private Runs(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = in.read(to, from, length);
            for (int i = from; i < from + read; i++) {
                if (last == '<' && to[i] == '!') {
                    throw new Unlike("a document type, a comment or a CDATA section");
                }
                run = to[i] == '<' ? 0 : run + 1;
                if (run > LONGEST_RUN) {
                    throw new Unlike("a tag or a text that is too long");
                }
                last = to[i];
            }
            return read;
        }
    }
}
