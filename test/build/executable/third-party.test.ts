import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundle } from '../../../build/executable/bundle.ts'
import { sbom } from '../../../build/executable/sbom.ts'
import { componentsOf, licencesOf } from '../../../build/executable/third-party.ts'

const { packages } = await bundle()
const components = await componentsOf(packages)

test('Node and every package in the bundle is a component with its licence', () => {
  assert.deepEqual(
    components.map(({ name, version }) => `${name} ${version}`),
    [`node ${process.versions.node}`, ...packages],
  )
  for (const { name, licence } of components) assert.match(licence, /^(?:MIT|ISC|BSD-\d-Clause)$/, name)
})

test('the licence of each is included in full', async () => {
  const text = await licencesOf('spoor-agent', components)
  for (const { name, version } of components) assert.ok(text.includes(`\n${name} ${version} (`), name)
  assert.match(text, /OpenSSL/)
})

test('the bill of materials is CycloneDX, and identical for identical content', () => {
  const product = { name: 'spoor-agent', version: '1.2.3', date: 1_767_225_600, components }
  const text = sbom(product)
  const bill = JSON.parse(text)
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ['CycloneDX', '1.5', 1])
  assert.match(bill.serialNumber, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  assert.equal(bill.metadata.timestamp, '2026-01-01T00:00:00.000Z')
  assert.equal(bill.components.length, components.length)
  const [node, ...rest] = bill.components
  const parts = new Map(node.components.map(({ name, version }: Record<string, string>) => [name, version]))
  assert.equal(parts.get('openssl'), process.versions.openssl)
  assert.ok([...parts.values()].every((version) => version !== ''))
  assert.ok(!parts.has('napi'))
  for (const { name, purl, hashes } of rest) {
    assert.match(purl, /^pkg:npm\/(?:%40[\w-]+\/)?[\w-]+@[\d.]+$/, name)
    assert.match(hashes[0].content, /^[\da-f]{128}$/, name)
  }
  assert.equal(sbom(product), text)
  assert.notEqual(sbom({ ...product, version: '1.2.4' }), text)
})
