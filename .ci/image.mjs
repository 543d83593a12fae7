// Fails when the image, laid out in the folder of the first argument, has a broker, Scala or
// PostgreSQL: by the name of a jar, by what is in it, or in its SBOM. Also when the SBOM leaves out a
// jar, and when a rule below finds nothing in the folder of the second argument, where the servers are.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [image, servers] = process.argv.slice(2);

// Names are "group.artifact-version"; a jar holds the names of its entries as plain text.
const RULES = [
    { what: 'broker', name: /^org\.apache\.kafka\.(?!kafka-clients-)/, entry: /kafka\/server\/KafkaRaftServer\.class/ },
    { what: 'Scala', name: /scala[-_]|_2\.1\d-/, entry: /scala\/Predef\.class/ },
    { what: 'PostgreSQL', name: /embedded-postgres/, entry: /postgres-[a-z]+-\w+\.txz/ },
];
const wrong = [];

function jars(folder) {
    return readdirSync(folder, { recursive: true })
        .filter(path => path.endsWith('.jar'))
        .map(path => ({ path, name: basename(path), text: readFileSync(join(folder, path), 'latin1') }));
}

const packed = jars(image);
const bom = JSON.parse(readFileSync(join(image, 'quarkus-run-cyclonedx.json'), 'utf8'));
const listed = new Set(bom.components.flatMap(one => one.evidence?.occurrences ?? []).map(at => at.location));
const beside = jars(servers);

for (const { what, name, entry } of RULES) {
    for (const jar of packed.filter(one => name.test(one.name) || entry.test(one.text))) {
        wrong.push(`the image has ${jar.path} (${what})`);
    }
    for (const one of bom.components.filter(one => name.test(`${one.group}.${one.name}-${one.version}`))) {
        wrong.push(`the SBOM has ${one.purl} (${what})`);
    }
    if (!beside.some(one => name.test(one.name)) || !beside.some(one => entry.test(one.text))) {
        wrong.push(`the rule for ${what} finds nothing in ${servers}, so it is of no use`);
    }
}
for (const { path } of packed.filter(one => !listed.has(one.path))) {
    wrong.push(`the SBOM leaves out ${path}`);
}

console.log(`${packed.length} jars, ${bom.components.length} components`);
wrong.forEach(line => console.log(line));
process.exit(wrong.length === 0 && packed.length > 0 ? 0 : 1);
