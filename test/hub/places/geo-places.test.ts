import assert from 'node:assert/strict'
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { GeoPlaces } from '../../../hub/places/geo-places.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { mmdbFile } from '../../support/mmdb-file.ts'
import { placeFiles } from '../../support/place-files.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Scene {
  readonly places: GeoPlaces
  readonly files: { readonly country: string; readonly network: string }
  /** The codes of the notices since this was asked last. */
  readonly told: () => readonly string[]
}

async function scene(context: Parameters<typeof temporaryFolder>[0]): Promise<Scene> {
  const notices: Notice[] = []
  const files = await placeFiles(await temporaryFolder(context))
  const places = new GeoPlaces((notice) => void notices.push(notice))
  return { places, files, told: () => notices.splice(0).map(({ code }) => code) }
}

test('country and operator are told as MaxMind, DB-IP and IPinfo write them, each as far as a database has it', async (t) => {
  const { places, files } = await scene(t)
  assert.equal(places.placeOf('192.0.2.1'), undefined)
  await places.renew(files)
  for (const [ip, country, asNumber, asName] of [
    ['192.0.2.1', 'DE', 64_496, 'Example Telecom'],
    ['198.51.100.1', 'FR', null, null],
    ['203.0.113.1', 'NL', 64_511, 'Example? Hosting'],
    ['203.0.113.200', null, 64_511, 'Example? Hosting'],
    ['2001:db8::1', 'SE', null, null],
  ] as const)
    assert.deepEqual(places.placeOf(ip), { country, asNumber, asName }, ip)
  assert.equal(places.placeOf('192.0.2.129')?.city, 'Bad? Nauheim')
  assert.equal(places.placeOf('127.0.0.1'), undefined)
  await places.renew({ network: files.network })
  assert.deepEqual(places.placeOf('192.0.2.1')?.country, null)
  await places.renew({})
  assert.equal(places.placeOf('192.0.2.1'), undefined)
})

test('a database is read again when it changes, and only then', async (t) => {
  const { places, files, told } = await scene(t)
  await places.renew(files)
  assert.deepEqual(told(), ['places_read', 'places_read'])
  const built = 1_795_161_600
  assert.deepEqual(places.inUse(), [
    { part: 'country', file: files.country, built },
    { part: 'network', file: files.network, built },
  ])
  await places.renew(files)
  assert.deepEqual(told(), [])
  const moved = mmdbFile({ networks: { '192.0.2.0/24': { country: { iso_code: 'AT' } } } })
  await writeFile(`${files.country}.new`, moved)
  await rename(`${files.country}.new`, files.country)
  await places.renew(files)
  assert.deepEqual(told(), ['places_read'])
  assert.equal(places.placeOf('192.0.2.1')?.country, 'AT')
})

test('one that is broken, of another kind or away is one notice, and the one before stays in use', async (t) => {
  const { places, files, told } = await scene(t)
  const whole = await readFile(files.country)
  await places.renew(files)
  told()
  const breaks: readonly (() => Promise<void>)[] = [
    () => writeFile(files.country, whole.subarray(0, whole.length / 2)),
    () => writeFile(files.country, '<html>Too many downloads</html>'),
    () => writeFile(files.country, ''),
    () => copyFile(files.network, files.country),
    () => rm(files.country),
  ]
  for (const breakIt of breaks) {
    await breakIt()
    for (let round = 0; round < 3; round += 1) await places.renew(files)
    assert.deepEqual(told(), ['places_refused'], breakIt.toString())
    assert.equal(places.placeOf('192.0.2.1')?.country, 'DE')
  }
  await writeFile(files.country, whole)
  await places.renew(files)
  assert.deepEqual(told(), ['places_read'])
})

test('a record that cannot be read is one notice, and other addresses are told', async (t) => {
  const { places, files, told } = await scene(t)
  const bytes = mmdbFile({
    networks: { '192.0.2.0/24': { country: { iso_code: 'DE' } }, '198.51.100.0/24': { zzz: 'ends here' } },
  })
  bytes[bytes.indexOf('zzz') - 2] = 0xff
  await writeFile(files.country, bytes)
  await places.renew({ country: files.country })
  told()
  for (let round = 0; round < 3; round += 1) assert.equal(places.placeOf('198.51.100.1'), undefined)
  assert.deepEqual(told(), ['places_faulty'])
  assert.equal(places.placeOf('192.0.2.1')?.country, 'DE')
})
