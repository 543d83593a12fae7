// Draws the icons again: node icons.mjs. Three columns that rise, on a rounded square.
import { writeFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';

const GREEN = [22, 101, 82];
const WHITE = [255, 255, 255];
const FINE = 4;

// What is at a place of the unit square; null where nothing is.
function colour(x, y) {
  const radius = 0.18;
  const dx = Math.max(radius - x, 0, x - (1 - radius));
  const dy = Math.max(radius - y, 0, y - (1 - radius));
  if (dx * dx + dy * dy > radius * radius) {
    return null;
  }
  const columns = [[0.2, 0.55], [0.42, 0.4], [0.64, 0.22]];
  const inColumn = columns.some(([left, top]) => x >= left && x < left + 0.16 && y >= top && y < 0.8);
  return inColumn ? WHITE : GREEN;
}

function pixel(size, column, row) {
  let shown = 0;
  const sum = [0, 0, 0];
  for (let i = 0; i < FINE * FINE; i++) {
    const x = (column + ((i % FINE) + 0.5) / FINE) / size;
    const y = (row + (Math.floor(i / FINE) + 0.5) / FINE) / size;
    const found = colour(x, y);
    if (found) {
      shown++;
      found.forEach((part, at) => (sum[at] += part));
    }
  }
  const part = (total) => (shown ? Math.round(total / shown) : 0);
  return [...sum.map(part), Math.round((255 * shown) / (FINE * FINE))];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function png(size) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = [];
  for (let row = 0; row < size; row++) {
    const line = [0];
    for (let column = 0; column < size; column++) {
      line.push(...pixel(size, column, row));
    }
    rows.push(Buffer.from(line));
  }
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const pixels = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([
    signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const size of [16, 20, 24, 32, 40, 48, 64, 80]) {
  writeFileSync(new URL(`Effekt${size}.png`, import.meta.url), png(size));
}
