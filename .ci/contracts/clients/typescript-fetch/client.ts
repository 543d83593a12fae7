// A program of somebody who lets openapi-generator make a client (typescript-fetch).
import { Configuration, MeasurementsApi, StatusApi } from './generated';

async function main(): Promise<void> {
  const [url, key, scope, id] = process.argv.slice(2) as [string, string, string, string];
  const configuration = new Configuration({ basePath: url, accessToken: key });

  const list = await new MeasurementsApi(configuration).postMeasurements({
    prefer: 'wait=20',
    postMeasurementsRequest: {
      id, kpi: 'ci-ratio', scope, period: '2026-01', numerator: 3, denominator: 4,
    },
  });
  const receipt = list.receipts[0]?.receipt;
  if (receipt !== 'counted') throw new Error(JSON.stringify(list));

  const page = await new StatusApi(configuration).listStatus({
    kpi: 'ci-ratio', scope, period: '2026-01', limit: 10,
  });
  const row = page.items[0];
  if (row?.dimension !== null || row.value !== 75) throw new Error(JSON.stringify(page));
  console.log(`typescript-fetch: ${receipt}, ${row.value}`);
}

main().catch((wrong) => {
  console.error(wrong);
  process.exit(1);
});
