import { hostname } from 'node:os'
import { join } from 'node:path'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { residentsIn } from '../../../lib/system/users/passwd.ts'
import { userDomainsIn, USER_DOMAINS } from '../../../lib/system/users/user-domains.ts'
import type { Config } from '../../config/config.ts'
import { readSecret } from '../../config/receivers/secret.ts'
import type { Patient } from '../patient.ts'
import { secretsIn, secretsOfUrl } from './written-secrets.ts'

/** What no pattern finds: words that mean somebody on this host alone. */
export interface KnownNames {
  readonly secrets: readonly string[]
  readonly identifiers: readonly string[]
  readonly hosts: readonly string[]
  readonly accounts: readonly string[]
}

/** Numbers of the accounts of people and customers (login.defs(5)); 65534 is nobody. */
const [FIRST_ACCOUNT, NOBODY] = [1000, 65_534]

/** Names, accounts and secrets of a host and its configuration, `settings` as written. */
export async function knownNames(
  { root, loaded, status }: Pick<Patient, 'root' | 'loaded' | 'status'>,
  settings: unknown,
): Promise<KnownNames> {
  const written = secretsIn(settings)
  return {
    secrets: [
      ...written.secrets,
      ...written.files.flatMap(secretsInFile),
      ...(await secretsOf(loaded?.config)),
      ...proxySecrets(),
    ],
    identifiers: written.identifiers,
    hosts: hostsOf(root, [status.host, loaded?.config.host.name ?? '']),
    accounts: accountsBelow(root),
  }
}

/** What a file holds that a setting names: one secret, or a header with one on each line. */
function secretsInFile(file: string): readonly string[] {
  const lines = textOf(file).split('\n', 100)
  return lines.flatMap((line) => [line.trim(), line.slice(line.indexOf(':') + 1).trim()]).filter((text) => text !== '')
}

/** What the environment says of proxies. */
function proxySecrets(): readonly string[] {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']
  return names.flatMap((name) => secretsOfUrl(process.env[name] ?? ''))
}

/** What the API's is. */
async function secretsOf(config: Config | undefined): Promise<readonly string[]> {
  const secrets = (config?.receivers ?? []).map(async (receiver) =>
    receiver.type === 'spoor-api' ? readSecret(receiver).catch(() => '') : '',
  )
  return (await Promise.all(secrets)).filter((secret) => secret !== '')
}

/** The names of this host, and their first labels, by which it calls itself. */
function hostsOf(root: string, told: readonly string[]): readonly string[] {
  const names = [hostname(), textOf(join(root, 'etc/hostname')).trim(), ...told]
  const all = names.flatMap((name) => [name, name.split('.')[0] ?? ''])
  return [...new Set(all)].filter((name) => name.length > 1 && name !== 'localhost')
}

function accountsBelow(root: string): readonly string[] {
  const residents = [...residentsIn(join(root, 'etc/passwd'))]
    .filter(([, { uid }]) => uid >= FIRST_ACCOUNT && uid !== NOBODY)
    .map(([name]) => name)
  const owners = userDomainsIn(textOf(join(root, USER_DOMAINS))).map(({ account }) => account)
  return [...new Set([...residents, ...owners])].filter((name) => name !== '' && !/^(?:nobody|root)$/.test(name))
}

function textOf(file: string): string {
  try {
    return readRegularFileSync(file, { follow: true }).text
  } catch {
    return ''
  }
}
