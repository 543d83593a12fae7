// A program of somebody who uses openapi-typescript and openapi-fetch.
import createClient from 'openapi-fetch';
import type { paths } from './openapi';

async function main(): Promise<void> {
  const [url, key, scope, id] = process.argv.slice(2) as [string, string, string, string];
  const effekt = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${key}` } });

  const posted = await effekt.POST('/api/v1/measurements', {
    params: { header: { Prefer: 'wait=20' } },
    body: { id, kpi: 'ci-ratio', scope, period: '2026-01', numerator: 3, denominator: 4 },
  });
  const receipt: string | undefined = posted.data?.receipts[0]?.receipt;
  if (receipt !== 'counted') throw new Error(JSON.stringify(posted.error ?? posted.data));

  const status = await effekt.GET('/api/v1/status', {
    params: { query: { kpi: 'ci-ratio', scope, period: '2026-01', limit: 10 } },
  });
  const row = status.data?.items[0];
  // What is not there is null, and the types say so.
  const dimension: string | null | undefined = row?.dimension;
  const value: number | null | undefined = row?.value;
  if (dimension !== null || value !== 75) throw new Error(JSON.stringify(status.error ?? status.data));
  console.log(`openapi-typescript: ${receipt}, ${value}`);
}

main().catch((wrong) => {
  console.error(wrong);
  process.exit(1);
});
