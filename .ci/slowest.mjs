// Prints the 20 slowest test classes of the last build, and every class with skipped tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const SHOWN = 20;

function suite(xml) {
    const head = xml.match(/<testsuite [^>]*>/)[0];
    const value = name => head.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '';
    return {
        name: value('name'),
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
for (const { name, skipped } of suites.filter(one => one.skipped > 0)) {
    console.log(`skipped: ${skipped} of ${name}`);
}
