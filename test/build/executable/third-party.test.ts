import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundle } from '../../../build/executable/bundle.ts'
import { sbom } from '../../../build/executable/sbom.ts'
import { componentsOf, licencesOf } from '../../../build/executable/third-party.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'

const parts = await Promise.all(
  PROGRAMS.map(async ({ name, entry }) => {
    const { packages } = await bundle(entry)
    return { name, packages, components: await componentsOf(packages) }
  }),
)

for (const { name: program, packages, components } of parts) {
  test(`Node and every package in the bundle of ${program} is a component with its licence`, () => {
    assert.deepEqual(
      components.map(({ name, version }) => `${name} ${version}`),
      [`node ${process.versions.node}`, ...packages],
    )
    for (const { name, licence } of components)
      assert.match(licence, /^(?:MIT|MIT-0|ISC|BSD-\d-Clause|LGPL-3\.0-or-later)$/, name)
  })

  test(`the licence of each part of ${program} is included in full`, async () => {
    const text = await licencesOf(program, components)
    assert.ok(text.startsWith(`${program} contains `))
    const chapters = text.split(/^={80}$/m).slice(1)
    assert.equal(chapters.length, components.length)
    for (const [index, { name, version }] of components.entries()) {
      assert.ok(chapters[index]?.startsWith(`\n${name} ${version} (`), name)
      assert.match(chapters[index] ?? '', /permission.*(?:as is|without warrant)/is, name)
    }
    assert.match(text, /OpenSSL/)
  })
}

test('what is under the LGPL comes with both licences, its source and the recipe to put another copy inside', async () => {
  const { name, components } = parts.find((each) => each.name === 'spoor-hub') ?? assert.fail()
  const { version } = components.find((each) => each.name === 'openpgp') ?? assert.fail()
  const chapters = (await licencesOf(name, components)).split(/^={80}$/m)
  const chapter = chapters.find((each) => each.startsWith('\nopenpgp ')) ?? assert.fail()
  assert.match(chapter, /GNU LESSER GENERAL PUBLIC LICENSE[^]*GNU GENERAL PUBLIC LICENSE\n/)
  assert.ok(chapter.includes(`https://registry.npmjs.org/openpgp/-/openpgp-${version}.tgz`))
  assert.ok(chapter.includes('npm install --no-save /path/to/your/openpgp && npm run build'))
})

test('the bill of materials is CycloneDX, and identical for identical content', () => {
  const { name, components } = parts[0] ?? assert.fail()
  const product = { name, version: '1.2.3', date: 1_767_225_600, components }
  const text = sbom(product)
  const bill = JSON.parse(text)
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ['CycloneDX', '1.5', 1])
  assert.match(bill.serialNumber, /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  assert.equal(bill.metadata.timestamp, '2026-01-01T00:00:00.000Z')
  assert.equal(bill.components.length, components.length)
  const [node, ...rest] = bill.components
  const inNode = new Map(node.components.map(({ name, version }: Record<string, string>) => [name, version]))
  assert.equal(inNode.get('openssl'), process.versions.openssl)
  assert.ok([...inNode.values()].every((version) => version !== ''))
  assert.ok(!inNode.has('napi'))
  for (const { name, purl, hashes } of rest) {
    assert.match(purl, /^pkg:npm\/(?:%40[\w-]+\/)?[\w-]+@[\d.]+$/, name)
    assert.match(hashes[0].content, /^[\da-f]{128}$/, name)
  }
  assert.equal(sbom(product), text)
  assert.notEqual(sbom({ ...product, version: '1.2.4' }), text)
})
