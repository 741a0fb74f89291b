import type { LocalCloud } from './cloud.ts';
import type { Person } from './issuer.ts';

const PETITION = '{"channel":"ONLINE","narrative":"夜间有人飙车扰民,请求查处。","petitioner":{"name":"李四"}}';

/** What a person reads when the host is ready: where it is, who can sign in, what to try next. */
export function banner(cloud: LocalCloud): string {
  const { url, officers, units, dataFolder, summary } = cloud;
  const unitName = new Map(units.map(({ id, name }) => [id, name]));
  const shown = oneForEachRole(officers);
  const lines = shown.map(
    ({ id, name, unit, roles }) =>
      `  ${id.padEnd(16)} ${roles.join(' ').padEnd(30)} ${name}, ${unitName.get(unit) ?? unit}`,
  );
  const [first] = officers.filter(({ roles }) => roles.includes('registrar'));
  return [
    '',
    `信访 Xinfang is ready: ${url}   (${summary}; data in ${dataFolder})`,
    '',
    ...(officers.length > 0
      ? [`Officers, one for each role (${officers.length} in all: curl -s ${url}/_local/officers):`, ...lines, '']
      : []),
    'Try next:',
    `  TOKEN=$(curl -s ${url}/_local/token -d '{"officer":"${first?.id ?? '<id>'}"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    `  curl -s ${url}/petitions -H 'content-type: application/json' -H "idempotency-key: $(cat /proc/sys/kernel/random/uuid)" -d '${PETITION}'`,
    `  curl -s ${url}/openapi.json                 # everything else that can be asked`,
    `  curl -s ${url}/worklist -H "authorization: Bearer $TOKEN"`,
    `  curl -s ${url}/_local/clock -d '{"advance":{"days":16}}'      # what falls due on the way is fired`,
    `  curl -s ${url}/_local/status`,
    '',
    'Ctrl-C stops it; the data stay. `npm start -- --fresh` begins anew.',
    '',
  ].join('\n');
}

function oneForEachRole(officers: readonly Person[]): Person[] {
  const roles = new Set<string>();
  return officers.filter((officer) => {
    const news = officer.roles.filter((role) => !roles.has(role));
    for (const role of news) roles.add(role);
    return news.length > 0;
  });
}
