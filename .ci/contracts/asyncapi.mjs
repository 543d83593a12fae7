// Parses an AsyncAPI document; prints what is wrong with it and fails when there is an error.
import { readFile } from 'node:fs/promises';
import parser from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await new parser.Parser().parse(await readFile(file, 'utf8'));
const ERROR = 0;
const WARNING = 1;
const serious = diagnostics.filter((found) => found.severity <= WARNING);
for (const found of serious) {
  const line = found.range.start.line + 1;
  const level = found.severity === ERROR ? 'error' : 'warning';
  console.error(`${file}:${line} ${level} ${found.code} ${found.message}`);
}
if (!document || serious.some((found) => found.severity === ERROR)) {
  process.exit(1);
}
console.log(`${file}: AsyncAPI ${document.version()}, ${document.channels().length} channels`);
