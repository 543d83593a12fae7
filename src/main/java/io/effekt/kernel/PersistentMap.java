package io.effekt.kernel;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map in the order of its keys, whose changed copy shares all but a path with the map
 * it was made from: a balanced (AVL) tree. A state of 10,000 teams that is folded one event at a
 * time costs a dozen nodes an event, not a copy of the whole.
 *
 * <p>Reads as any {@link Map}; every change by the methods of {@code Map} is refused.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V> {
    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** The map itself when it is one already, otherwise a copy. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> of(Map<K, V> map) {
        if (map instanceof PersistentMap<K, V> same) {
            return same;
        }
        PersistentMap<K, V> copy = empty();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            copy = copy.with(entry.getKey(), entry.getValue());
        }
        return copy;
    }

    /** This map with the key bound to the value. */
    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(inserted(root, key, value));
    }

    /** This map without the key. */
    public PersistentMap<K, V> without(K key) {
        return find(key) == null ? this : new PersistentMap<>(removed(root, key));
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Node<K, V> node = find(key);
        return node == null ? null : node.value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) != null;
    }

    @Override
    public int size() {
        return size(root);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new InOrder<>(root);
            }

            @Override
            public int size() {
                return PersistentMap.this.size();
            }
        };
    }

    private @Nullable Node<K, V> find(@Nullable Object key) {
        Node<K, V> node = root;
        if (key == null || node == null || !node.key.getClass().isInstance(key)) {
            return null;
        }
        @SuppressWarnings("unchecked") // the same class as a key of this map
        K wanted = (K) key;
        while (node != null) {
            int order = wanted.compareTo(node.key);
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> inserted(
            @Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, inserted(node.left, key, value), node.right)
                : balanced(node, node.left, inserted(node.right, key, value));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> removed(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, removed(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, removed(node.right, key));
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next, node.left, removed(node.right, next.key));
    }

    /**
     * A node with the entry of {@code entry} over two subtrees whose heights differ by two at most.
     */
    private static <K, V> Node<K, V> balanced(
            Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height > height(right) + 1) {
            Node<K, V> inner = left.right;
            if (inner != null && inner.height > height(left.left)) {
                return inner.over(left.over(left.left, inner.left), entry.over(inner.right, right));
            }
            return left.over(left.left, entry.over(inner, right));
        }
        if (right != null && right.height > height(left) + 1) {
            Node<K, V> inner = right.left;
            if (inner != null && inner.height > height(right.right)) {
                return inner.over(
                        entry.over(left, inner.left), right.over(inner.right, right.right));
            }
            return right.over(entry.over(left, inner), right.right);
        }
        return entry.over(left, right);
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static final class Node<K, V> {
        private final K key;
        private final V value;
        private final @Nullable Node<K, V> left;
        private final @Nullable Node<K, V> right;
        private final int height;
        private final int size;

        private Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
            this.size = 1 + size(left) + size(right);
        }

        private Node<K, V> over(@Nullable Node<K, V> newLeft, @Nullable Node<K, V> newRight) {
            return new Node<>(key, value, newLeft, newRight);
        }
    }

    private static final class InOrder<K, V> implements Iterator<Entry<K, V>> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();

        private InOrder(@Nullable Node<K, V> root) {
            descend(root);
        }

        private void descend(@Nullable Node<K, V> from) {
            for (Node<K, V> node = from; node != null; node = node.left) {
                path.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Entry<K, V> next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = path.pop();
            descend(node.right);
            return Map.entry(node.key, node.value);
        }
    }
}
