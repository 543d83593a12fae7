package io.effekt.bi.odata;

import io.effekt.dataset.Column;
import io.effekt.dataset.ColumnType;
import io.effekt.dataset.Dataset;
import io.effekt.dataset.DatasetLink;
import io.effekt.dataset.Datasets;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The document {@code $metadata}: the sets, and what can be asked of them. */
final class Metadata {
    private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private final Datasets datasets;

    private Metadata(Datasets datasets) throws XMLStreamException {
        this.datasets = datasets;
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    static String write(Datasets datasets) {
        try {
            Metadata document = new Metadata(datasets);
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
        for (var vocabulary : Capability.VOCABULARIES.entrySet()) {
            reference(vocabulary.getValue(), vocabulary.getKey());
        }
        xml.writeStartElement(EDMX, "DataServices");
        xml.writeStartElement("Schema");
        xml.writeDefaultNamespace(EDM);
        xml.writeAttribute("Namespace", Model.NAMESPACE);
        for (Dataset set : datasets.all()) {
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
        xml.writeAttribute("Uri", Capability.address(namespace));
        xml.writeEmptyElement(EDMX, "Include");
        xml.writeAttribute("Namespace", namespace);
        xml.writeAttribute("Alias", alias);
        xml.writeEndElement();
    }

    private void type(Dataset set) throws XMLStreamException {
        xml.writeStartElement("EntityType");
        xml.writeAttribute("Name", Model.type(set.name()));
        xml.writeStartElement("Key");
        for (Column column : set.key()) {
            xml.writeEmptyElement("PropertyRef");
            xml.writeAttribute("Name", column.name());
        }
        xml.writeEndElement();
        for (Column column : set.columns()) {
            property(column);
        }
        for (DatasetLink link : set.links()) {
            link(link);
        }
        xml.writeEndElement();
    }

    private void property(Column column) throws XMLStreamException {
        xml.writeStartElement("Property");
        xml.writeAttribute("Name", column.name());
        xml.writeAttribute("Type", Model.kind(column.type()).getFullQualifiedName().toString());
        if (column.isKey()) {
            xml.writeAttribute("Nullable", "false");
        }
        if (column.type() == ColumnType.DECIMAL) {
            xml.writeAttribute("Precision", Integer.toString(Model.PRECISION));
            xml.writeAttribute("Scale", Integer.toString(Model.SCALE));
        } else if (column.type() == ColumnType.MOMENT) {
            xml.writeAttribute("Precision", Integer.toString(Model.MICROS));
        }
        annotation(Capability.description(column.description()));
        xml.writeEndElement();
    }

    private void link(DatasetLink link) throws XMLStreamException {
        xml.writeEmptyElement("NavigationProperty");
        xml.writeAttribute("Name", link.name());
        xml.writeAttribute("Type", Model.NAMESPACE + "." + Model.type(link.target()));
    }

    private void container() throws XMLStreamException {
        xml.writeStartElement("EntityContainer");
        xml.writeAttribute("Name", Model.CONTAINER);
        for (Dataset set : datasets.all()) {
            set(set);
        }
        for (Capability capability : Capability.ofService()) {
            annotation(capability);
        }
        xml.writeEndElement();
    }

    private void set(Dataset set) throws XMLStreamException {
        xml.writeStartElement("EntitySet");
        xml.writeAttribute("Name", set.name());
        xml.writeAttribute("EntityType", Model.NAMESPACE + "." + Model.type(set.name()));
        for (DatasetLink link : set.links()) {
            xml.writeEmptyElement("NavigationPropertyBinding");
            xml.writeAttribute("Path", link.name());
            xml.writeAttribute("Target", link.target());
        }
        for (Capability capability : Capability.of(set)) {
            annotation(capability);
        }
        xml.writeEndElement();
    }

    private void annotation(Capability capability) throws XMLStreamException {
        xml.writeStartElement("Annotation");
        xml.writeAttribute("Term", capability.term());
        switch (capability.value()) {
            case List<?> texts -> {
                xml.writeStartElement("Collection");
                for (Object text : texts) {
                    xml.writeStartElement("String");
                    xml.writeCharacters(text.toString());
                    xml.writeEndElement();
                }
                xml.writeEndElement();
            }
            case Map<?, ?> record -> {
                xml.writeStartElement("Record");
                for (Map.Entry<?, ?> entry : record.entrySet()) {
                    xml.writeEmptyElement("PropertyValue");
                    xml.writeAttribute("Property", entry.getKey().toString());
                    value(entry.getValue());
                }
                xml.writeEndElement();
            }
            default -> value(capability.value());
        }
        xml.writeEndElement();
    }

    private void value(Object value) throws XMLStreamException {
        String kind =
                switch (value) {
                    case Boolean truth -> "Bool";
                    case Integer number -> "Int";
                    default -> "String";
                };
        xml.writeAttribute(kind, value.toString());
    }
}
