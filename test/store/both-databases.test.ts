import { expect, test } from 'vitest';
import { engineRequired } from './embedded-database.ts';

test.each([
  ['linux', 'x64', {}, true],
  ['linux', 'x64', { CI: 'false' }, true],
  ['darwin', 'arm64', {}, false],
  ['linux', 'arm64', { CI: '' }, false],
  ['darwin', 'arm64', { CI: 'false' }, false],
  ['darwin', 'arm64', { CI: 'true' }, true],
  ['win32', 'x64', { CI: '1' }, true],
])('on %s %s with %o a missing engine fails: %s', (platform, arch, environment, required) => {
  expect(engineRequired({ platform, arch }, environment)).toBe(required);
});
