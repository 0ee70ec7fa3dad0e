import { isSea } from 'node:sea'
import { table } from '../../../lib/terminal/table.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { SECTION_TYPES } from '../../mail-reports/sections/sections.ts'
import { PROBES } from '../../probes/probes.ts'
import { PROGRAM_PARTS } from '../../program-parts.ts'
import { PROGRAM } from '../../program.ts'
import { RECEIVER_TYPES } from '../../receivers/receiver-types.ts'
import { unitOf } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import { SOURCES } from '../../sources/sources.ts'

/** What is inside the program, as `version --json` prints it. */
export interface Contents {
  readonly name: string
  readonly version: string
  /** Whether it is one executable, or runs from its source. */
  readonly built: boolean
  readonly platform: string
  /** The version of Node, and of what is inside that. */
  readonly node: { readonly version: string; readonly v8: string; readonly openssl: string }
  readonly roles: readonly { readonly role: string; readonly command: string; readonly unit: string }[]
  /** The drivers, each with the name and the usual paths of its log, and the number of kinds that it can say. */
  readonly drivers: readonly {
    readonly driver: string
    readonly source: string
    readonly paths: readonly string[]
    readonly kinds: readonly string[]
  }[]
  readonly receivers: readonly string[]
  readonly checks: readonly string[]
  readonly sections: readonly string[]
  readonly libraries: typeof PROGRAM_PARTS
}

/** What is inside this program. */
export function contents(): Contents {
  return {
    ...PROGRAM,
    built: isSea(),
    platform: `${process.platform} ${process.arch}`,
    node: {
      version: process.versions.node,
      v8: process.versions.v8,
      openssl: process.versions.openssl,
    },
    roles: ROLES.map((role) => ({ role: role.name, command: role.command, unit: unitOf(role) })),
    drivers: SOURCES.map(({ name, driver, paths }) => ({
      driver: driver.name,
      source: name,
      paths: [...new Set(Object.values(paths))],
      kinds: driver.kinds,
    })),
    receivers: RECEIVER_TYPES,
    checks: PROBES.map(({ name }) => name),
    sections: SECTION_TYPES,
    libraries: PROGRAM_PARTS,
  }
}

/** The same for people, in lines of at most `width` columns. */
export function contentsInWords(
  { name, version, built, platform, node, roles, drivers, libraries, ...types }: Contents,
  width: number,
): string {
  const paragraphs = [
    [
      `${name} ${version}${built ? '' : ', from its source'}, for ${platform}`,
      `Node ${node.version}, V8 ${node.v8}, OpenSSL ${node.openssl}`,
    ],
    table([['ROLE', 'COMMAND', 'UNIT'], ...roles.map(({ role, command, unit }) => [role, command, unit])], width),
    table(
      [
        ['DRIVER', 'SOURCE', 'EVENTS', 'USUALLY AT'],
        ...drivers.map(({ driver, source, kinds, paths }) => [
          driver,
          source,
          String(kinds.length),
          paths.join(' or '),
        ]),
      ],
      width,
    ),
    Object.entries(types).map(([what, names]) => wrap(`Types of ${what}: ${names.join(', ')}`, width)),
    table(
      [['LIBRARY', 'VERSION', 'LICENCE'], ...libraries.map(({ name, version, licence }) => [name, version, licence])],
      width,
    ),
  ]
  return paragraphs.map((lines) => `${lines.join('\n')}\n`).join('\n')
}
