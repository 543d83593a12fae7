// Prints the 20 slowest test classes of the last build, and every class with skipped tests. Fails on
// a class that takes longer than it may, and on one that skips, unless it is listed here with a
// reason; and on a class that has not run, because no lane has it. SLOWEST_SECONDS is for a machine
// that is slower than two cores.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const SHOWN = 20;
const SECONDS = Number(process.env.SLOWEST_SECONDS ?? 60);

// Classes that may take longer, how long, and why.
const SLOW = {
    EmbeddedServersTest: [150, 'starts real servers eight times, which flush'],
    PackagedServiceIT: [120, 'starts the packaged service three times'],
    SampleIT: [120, 'loads the sample three times, killed in between'],
    CanaryIT: [100, 'starts the packaged service for every secret'],
    HeavyBodiesTest: [100, 'sends heavy bodies to every operation of the contract'],
    SlowClientsTest: [100, 'waits as long as a slow client is let wait'],
    KillNineIT: [150, 'kills the service and the broker under load'],
    TwoInstancesIT: [120, 'two instances at once on servers of somebody else, and one after the other'],
    ScaleIT: [150, '1,000 teams through the door, and evaluated'],
    SetsTest: [100, 'twenty worlds of their own, each evaluated before it is read'],
    SmallGroupsOverHttpTest: [100, 'reads a world through every door'],
};

// Classes that may skip, and why.
const SKIPS = {
    ExposedTest: 'a machine may have no address but loopback',
};

function suite(xml) {
    const head = xml.match(/<testsuite [^>]*>/)[0];
    const value = name => head.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '';
    return {
        name: value('name').replace(/^.*\./, ''),
        seconds: Number(value('time')),
        tests: Number(value('tests')),
        skipped: Number(value('skipped')),
    };
}

const suites = ['target/surefire-reports', 'target/failsafe-reports']
    .filter(existsSync)
    .flatMap(folder => readdirSync(folder)
        .filter(name => /^TEST-.*\.xml$/.test(name))
        .map(name => suite(readFileSync(`${folder}/${name}`, 'utf8'))))
    .sort((a, b) => b.seconds - a.seconds);

const sum = field => suites.reduce((total, one) => total + one[field], 0);
console.log(`${sum('tests')} tests in ${suites.length} classes, ${Math.round(sum('seconds'))} s`);
for (const { name, seconds } of suites.slice(0, SHOWN)) {
    console.log(`${seconds.toFixed(0).padStart(5)} s  ${name}`);
}

let wrong = suites.length === 0 ? 1 : 0;
for (const { name, skipped } of suites.filter(one => one.skipped > 0)) {
    console.log(`skipped: ${skipped} of ${name}: ${SKIPS[name] ?? 'NOT LISTED, with a reason, in .ci/slowest.mjs'}`);
    wrong += name in SKIPS ? 0 : 1;
}
const ran = new Set(suites.map(one => one.name));
for (const file of readdirSync('src/test/java', { recursive: true })) {
    const name = file.match(/(\w+(?:Test|IT))\.java$/)?.[1];
    if (name && !ran.has(name)) {
        console.log(`has not run: ${name}`);
        wrong += 1;
    }
}
for (const { name, seconds } of suites) {
    const [listed, why] = SLOW[name] ?? [60, 'make it smaller and give .ci/nightly the large numbers'];
    const most = listed * SECONDS / 60;
    if (seconds > most) {
        console.log(`too slow: ${name} took ${Math.round(seconds)} s, and may take ${Math.round(most)} s (${why})`);
        wrong += 1;
    }
}
process.exit(wrong === 0 ? 0 : 1);
