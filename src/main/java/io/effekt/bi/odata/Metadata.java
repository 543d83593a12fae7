package io.effekt.bi.odata;

import io.effekt.bi.BiColumn;
import io.effekt.bi.BiSet;
import io.effekt.bi.BiSets;
import io.effekt.bi.CellType;
import io.effekt.bi.Function;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The document {@code $metadata}: the sets, and what can be asked of them. */
final class Metadata {
    private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
    private static final String VOCABULARIES =
            "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/";
    private static final String CAPABILITIES = "Org.OData.Capabilities.V1";
    private static final String CORE = "Org.OData.Core.V1";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private Metadata() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    static String write() {
        try {
            Metadata document = new Metadata();
            document.all();
            return document.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text can always be written to", e);
        }
    }

    private void all() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.setPrefix("edmx", EDMX);
        xml.writeStartElement(EDMX, "Edmx");
        xml.writeNamespace("edmx", EDMX);
        xml.writeAttribute("Version", "4.0");
        reference(CAPABILITIES, "Capabilities");
        reference(CORE, "Core");
        xml.writeStartElement(EDMX, "DataServices");
        xml.writeStartElement("Schema");
        xml.writeDefaultNamespace(EDM);
        xml.writeAttribute("Namespace", Model.NAMESPACE);
        for (BiSet set : BiSets.all()) {
            type(set);
        }
        container();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void reference(String namespace, String alias) throws XMLStreamException {
        xml.writeStartElement(EDMX, "Reference");
        xml.writeAttribute("Uri", VOCABULARIES + namespace + ".xml");
        xml.writeEmptyElement(EDMX, "Include");
        xml.writeAttribute("Namespace", namespace);
        xml.writeAttribute("Alias", alias);
        xml.writeEndElement();
    }

    private void type(BiSet set) throws XMLStreamException {
        xml.writeStartElement("EntityType");
        xml.writeAttribute("Name", Model.type(set));
        xml.writeStartElement("Key");
        for (BiColumn column : set.key()) {
            xml.writeEmptyElement("PropertyRef");
            xml.writeAttribute("Name", column.name());
        }
        xml.writeEndElement();
        for (BiColumn column : set.columns()) {
            property(column);
        }
        xml.writeEndElement();
    }

    private void property(BiColumn column) throws XMLStreamException {
        xml.writeStartElement("Property");
        xml.writeAttribute("Name", column.name());
        xml.writeAttribute("Type", Model.kind(column.type()).getFullQualifiedName().toString());
        if (column.isKey()) {
            xml.writeAttribute("Nullable", "false");
        }
        if (column.type() == CellType.DECIMAL) {
            xml.writeAttribute("Precision", Integer.toString(Model.PRECISION));
            xml.writeAttribute("Scale", Integer.toString(Model.SCALE));
        } else if (column.type() == CellType.MOMENT) {
            xml.writeAttribute("Precision", Integer.toString(Model.MICROS));
        }
        annotation("Core.Description", "String", column.description());
        xml.writeEndElement();
    }

    private void container() throws XMLStreamException {
        xml.writeStartElement("EntityContainer");
        xml.writeAttribute("Name", Model.CONTAINER);
        for (BiSet set : BiSets.all()) {
            set(set);
        }
        annotation("Capabilities.BatchSupported", "Bool", "false");
        annotation("Capabilities.CrossJoinSupported", "Bool", "false");
        annotation("Capabilities.KeyAsSegmentSupported", "Bool", "false");
        annotation("Capabilities.AsynchronousRequestsSupported", "Bool", "false");
        annotation("Capabilities.IndexableByKey", "Bool", "true");
        list(
                "Capabilities.SupportedFormats",
                List.of(ODataHeaders.MINIMAL, "application/json;odata.metadata=none"));
        list(
                "Capabilities.FilterFunctions",
                Arrays.stream(Function.values()).map(Function::word).distinct().toList());
        xml.writeEndElement();
    }

    private void set(BiSet set) throws XMLStreamException {
        xml.writeStartElement("EntitySet");
        xml.writeAttribute("Name", set.name());
        xml.writeAttribute("EntityType", Model.NAMESPACE + "." + Model.type(set));
        annotation("Core.Description", "String", set.description());
        annotation("Capabilities.TopSupported", "Bool", "true");
        annotation("Capabilities.SkipSupported", "Bool", "true");
        annotation("Capabilities.ComputeSupported", "Bool", "false");
        restriction("CountRestrictions", "Countable", true);
        restriction("ExpandRestrictions", "Expandable", false);
        restriction("SearchRestrictions", "Searchable", false);
        restriction("InsertRestrictions", "Insertable", false);
        restriction("UpdateRestrictions", "Updatable", false);
        restriction("DeleteRestrictions", "Deletable", false);
        restriction("ChangeTracking", "Supported", false);
        restriction("FilterRestrictions", "Filterable", true);
        restriction("SortRestrictions", "Sortable", true);
        xml.writeEndElement();
    }

    private void annotation(String term, String kind, String value) throws XMLStreamException {
        xml.writeEmptyElement("Annotation");
        xml.writeAttribute("Term", term);
        xml.writeAttribute(kind, value);
    }

    private void restriction(String term, String property, boolean value)
            throws XMLStreamException {
        xml.writeStartElement("Annotation");
        xml.writeAttribute("Term", "Capabilities." + term);
        xml.writeStartElement("Record");
        xml.writeEmptyElement("PropertyValue");
        xml.writeAttribute("Property", property);
        xml.writeAttribute("Bool", Boolean.toString(value));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void list(String term, List<String> values) throws XMLStreamException {
        xml.writeStartElement("Annotation");
        xml.writeAttribute("Term", term);
        xml.writeStartElement("Collection");
        for (String value : values) {
            xml.writeStartElement("String");
            xml.writeCharacters(value);
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }
}
