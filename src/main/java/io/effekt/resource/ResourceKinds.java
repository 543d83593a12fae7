package io.effekt.resource;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of all slices. */
@ApplicationScoped
public class ResourceKinds {
    private final List<ResourceKind<?>> inOrder;
    private final Map<String, ResourceKind<?>> byName = new HashMap<>();
    private final Map<String, ResourceKind<?>> byCommand = new HashMap<>();

    /**
     * @throws IllegalStateException when two kinds have one name or command
     */
    public ResourceKinds(@All List<ResourceKind<?>> kinds) {
        inOrder =
                kinds.stream()
                        .sorted(Comparator.comparingInt(kind -> kind.type().order()))
                        .toList();
        for (ResourceKind<?> kind : inOrder) {
            put(byName, kind.type().name(), kind);
            put(byCommand, kind.type().defines(), kind);
            put(byCommand, kind.type().retires(), kind);
        }
    }

    private static void put(Map<String, ResourceKind<?>> map, String name, ResourceKind<?> kind) {
        if (map.put(name, kind) != null) {
            throw new IllegalStateException("two kinds of resource have the name " + name);
        }
    }

    /** What kinds there are, in the order of their lists in a document. */
    public List<ResourceType> types() {
        return inOrder.stream().<ResourceType>map(ResourceKind::type).toList();
    }

    /** In the order of their lists in a document. */
    List<ResourceKind<?>> inOrder() {
        return inOrder;
    }

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    ResourceKind<?> named(String name) {
        ResourceKind<?> kind = byName.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no kind of resource has the name " + name);
        }
        return kind;
    }

    /** Null when no kind has a command of that name. */
    @Nullable ResourceKind<?> ofCommand(String name) {
        return byCommand.get(name);
    }

    Set<String> commands() {
        return Set.copyOf(byCommand.keySet());
    }
}
