package io.effekt.kernel;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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

    /**
     * Keys that only one of both maps holds, or that they bind to values that are not equal. Looks
     * at no part that the maps share.
     */
    public Set<K> differences(PersistentMap<K, V> other) {
        Set<K> keys = new TreeSet<>();
        Remaining<K, V> here = new Remaining<>(root);
        Remaining<K, V> there = new Remaining<>(other.root);
        while (!here.isEmpty() || !there.isEmpty()) {
            if (here.skipsWhatIsNextIn(there)) {
                continue;
            }
            if (here.height() > 0 || there.height() > 0) {
                (here.height() >= there.height() ? here : there).unfold();
                continue;
            }
            int order = here.isEmpty() ? 1 : there.isEmpty() ? -1 : here.compareTo(there);
            Node<K, V> one = order <= 0 ? here.take() : null;
            Node<K, V> two = order >= 0 ? there.take() : null;
            if (one == null || two == null) {
                keys.add((one == null ? Objects.requireNonNull(two) : one).key);
            } else if (!one.value.equals(two.value)) {
                keys.add(one.key);
            }
        }
        return keys;
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

    /** What is left of a tree, in order: whole subtrees, and entries by themselves. */
    private static final class Remaining<K extends Comparable<? super K>, V> {
        private final Deque<Part<K, V>> parts = new ArrayDeque<>();

        private record Part<K, V>(Node<K, V> node, boolean whole) {}

        private Remaining(@Nullable Node<K, V> root) {
            push(root);
        }

        private void push(@Nullable Node<K, V> subtree) {
            if (subtree != null) {
                parts.push(new Part<>(subtree, true));
            }
        }

        private boolean isEmpty() {
            return parts.isEmpty();
        }

        /** Of the next subtree; 0 where an entry is next, or nothing. */
        private int height() {
            Part<K, V> next = parts.peek();
            return next == null || !next.whole ? 0 : next.node.height;
        }

        private boolean skipsWhatIsNextIn(Remaining<K, V> other) {
            boolean same =
                    height() > 0
                            && other.height() > 0
                            && parts.element().node == other.parts.element().node;
            if (same) {
                parts.pop();
                other.parts.pop();
            }
            return same;
        }

        private void unfold() {
            Node<K, V> node = parts.pop().node;
            push(node.right);
            parts.push(new Part<>(node, false));
            push(node.left);
        }

        private int compareTo(Remaining<K, V> other) {
            return parts.element().node.key.compareTo(other.parts.element().node.key);
        }

        private Node<K, V> take() {
            return parts.pop().node;
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
