import { hash } from 'node:crypto'
import type { Component } from './third-party.ts'

/** The product that the bill of materials describes. */
export interface Product {
  readonly name: string
  readonly version: string
  /** Seconds since 1970. */
  readonly date: number
  readonly components: readonly Component[]
}

/** The bill of materials of the executable in CycloneDX 1.5: the npm packages, and Node with its parts. */
export function sbom({ name, version, date, components }: Product): string {
  const body = {
    metadata: {
      timestamp: new Date(date * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': name,
        name,
        version,
        purl: `pkg:generic/${name}@${version}`,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components: components.map(componentOf),
    dependencies: [{ ref: name, dependsOn: components.map(purlOf) }],
  }
  const head = { bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber: serialOf(JSON.stringify(body)), version: 1 }
  return `${JSON.stringify({ ...head, ...body }, undefined, 2)}\n`
}

function componentOf(component: Component): object {
  const { name, version, licence, integrity } = component
  const sha512 = integrity?.startsWith('sha512-') === true ? integrity.slice('sha512-'.length) : undefined
  return {
    type: name === 'node' ? 'platform' : 'library',
    'bom-ref': purlOf(component),
    name,
    version,
    purl: purlOf(component),
    licenses: [/ (?:AND|OR) /.test(licence) ? { expression: licence } : { license: { id: licence } }],
    ...(sha512 === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
    ...(name === 'node' ? { components: nodeParts() } : {}),
  }
}

/** The parts that Node reports, without its interface versions and parts that have no version. */
function nodeParts(): object[] {
  return Object.entries(process.versions)
    .filter(([name, version]) => version !== '' && !['node', 'modules', 'napi'].includes(name))
    .map(([name, version]) => ({ type: 'library', 'bom-ref': `node:${name}`, name, version }))
}

function purlOf({ name, version }: Component): string {
  return name === 'node' ? `pkg:generic/node@${version}` : `pkg:npm/${name.replace('@', '%40')}@${version}`
}

/** A UUID that is the same for the same content (RFC 9562, version 8). */
function serialOf(content: string): string {
  const digest = hash('sha256', content)
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`]
  return `urn:uuid:${[...parts, digest.slice(20, 32)].join('-')}`
}
