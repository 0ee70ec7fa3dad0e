import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import type { SectionConfigs } from '../../../../../agent/config/mail-reports/mail-report-config.ts'
import { moduleFaults } from '../../../../../agent/mail-reports/sections/module/module-faults.ts'
import { moduleSection } from '../../../../../agent/mail-reports/sections/module/module.ts'
import { documents } from '../../../../../build/documents/documents.ts'
import { AGENT } from '../../../../../build/programs/agent-program.ts'
import { ownName } from '../../../../../lib/system/users/passwd.ts'
import { ROOT } from '../../../../support/repository-files.ts'
import { SectionScene, type WrittenSection } from '../program/section-scene.ts'

/** An example as somebody would install it. */
async function installed(t: TestContext, name: string): Promise<Example> {
  const scene = await SectionScene.make(t)
  const text = await readFile(join(ROOT, 'docs/modules', name), 'utf8')
  return new Example(scene, await scene.program(name, text))
}

test('the packages have the examples as they are', async () => {
  const packaged = await documents(AGENT.documents)
  for (const name of ['docs/modules/disk.sh', 'docs/modules/maillog-entry.pl'])
    assert.equal(packaged.get(name), await readFile(join(ROOT, name), 'utf8'))
})

class Example {
  readonly scene: SectionScene
  readonly #path: string
  /** Where it finds programs first. */
  readonly programs: string

  constructor(scene: SectionScene, path: string) {
    this.scene = scene
    this.#path = path
    this.programs = join(scene.folder, 'bin')
  }

  async write(directives: unknown): Promise<WrittenSection> {
    return this.scene.write(moduleSection, this.#settings(directives))
  }

  async faults(directives: unknown): Promise<readonly string[]> {
    return moduleFaults(this.scene.call<'module'>(this.#settings(directives)).parts)
  }

  #settings(directives: unknown): SectionConfigs['module'] {
    const exec = ['/usr/bin/env', `PATH=${this.programs}:/usr/bin:/bin`, this.#path] as const
    return { name: 'own', exec, user: ownName(), timeout: 600_000, directives, most: 1024 ** 2 }
  }
}

const DF = `#!/bin/sh
[ "$*" = '-P -k' ] || exit 9
cat <<END
Filesystem     1024-blocks     Used Available Capacity Mounted on
/dev/vda             10000     8900      1000      90% /
/dev/vdb             10000     5000      5000      50% /srv/a 100% b
proc                     0        0         0        - /proc
END
`

suite('disk.sh', () => {
  async function disk(t: TestContext): Promise<Example> {
    const example = await installed(t, 'disk.sh')
    await mkdir(example.programs)
    await example.scene.program('bin/df', DF)
    return example
  }

  test('tells of file systems that are full to a percentage, and of none otherwise', async (t) => {
    const example = await disk(t)
    const { text, media } = await example.write({ warn: '90' })
    assert.equal(media, 'text/plain; charset=utf-8')
    const line = '/dev/vda             10000     8900      1000      90% /\n'
    assert.equal(text, `These file systems are full to 90 % or more:\n${line}`)
    assert.equal((await example.write({})).text, text)
    assert.equal((await example.write({ warn: '91' })).text, '')
    assert.equal((await example.write({ warn: '7' })).text.split('\n').length, 4)
  })

  test('refuses what is not exactly one percentage', async (t) => {
    const example = await disk(t)
    const fault = 'module own: directives: write { warn: PERCENT }, a whole number from 1 to 100'
    assert.deepEqual(await example.faults({ warn: '100' }), [])
    const wrong = ['0', '101', '9x', '', '90"}', ',"directives":{"warn":"5"}', ['90']].map((warn) => ({ warn }))
    for (const directives of [...wrong, { warm: '9' }, { warn: '9', x: '1' }, 'warn', []])
      assert.deepEqual(await example.faults(directives), [fault], JSON.stringify(directives))
  })
})

const ENTRY = String.raw`package My::Entry;
use base 'ReportEntry';
sub validate { my ($self) = @_; die "title is missing\n" unless defined $self->{title} }
sub run {
    my ($self, $out) = @_;
    print $out "$self->{title}: @{ $self->{dir} }\n";
    $out->print(join(' ', $self->encrypt_cmd, $self->encrypted, $self->mime_file), "\n");
    warn "tell\n";
}
sub finish { die "cannot finish\n" if shift->{dir}[0] eq 'unfinished' }
1;
`

const READING = String.raw`package My::Reading;
our @ISA = ('ReportEntry');
sub parse {
    my ($self, $reader) = @_;
    my $line = $reader->getline;
    push @{ $self->{got} }, "$line=" . join '|', $reader->words($line);
    $reader->interpret(0);
    push @{ $self->{got} }, $reader->getline;
    push @{ $self->{got} }, join '|', $reader->words(q{a "b \"c\" d" 'e f'g\ h});
    $reader->interpret(1);
    push @{ $self->{got} }, $reader->getline // 'end';
}
sub run { my ($self, $out) = @_; print $out map { "$_\n" } @{ $self->{got} } }
1;
`

suite('maillog-entry.pl', () => {
  async function entry(t: TestContext): Promise<{ example: Example; my: (name: string, set: unknown) => object }> {
    const example = await installed(t, 'maillog-entry.pl')
    const { folder } = example.scene
    await writeFile(join(folder, 'Entry.pm'), ENTRY)
    await writeFile(join(folder, 'Reading.pm'), READING)
    return { example, my: (name, set) => ({ package: `My::${name}`, file: join(folder, `${name}.pm`), set }) }
  }

  test('runs a package that was written for MailLog, with its directives as fields', async (t) => {
    const { example, my } = await entry(t)
    const set = { dir: ['/etc', "it's ü"], title: 'What changed', mime_file: 'x.txt' }
    assert.deepEqual(await example.faults(my('Entry', set)), [])
    const { text, media, said } = await example.write(my('Entry', set))
    assert.equal(media, 'text/plain; charset=utf-8')
    assert.equal(text, "What changed: /etc it's ü\ncat 0 x.txt\n")
    assert.deepEqual(said, ['module own: tell'])
  })

  test('a package reads its directives itself where it wants to', async (t) => {
    const { example, my } = await entry(t)
    const { text } = await example.write(my('Reading', { a: ["it's", 'b c'], b: 'one' }))
    const lines = [String.raw`a 'it'\''s' 'b c'=a|it's|b c`, "b 'one'", 'a|b "c" d|e fg h', 'end']
    assert.deepEqual(text.trimEnd().split('\n'), lines)
  })

  test('what a package refuses is a fault, and so is what names none', async (t) => {
    const { example, my } = await entry(t)
    const faultOf = async (directives: unknown): Promise<string> => String(await example.faults(directives))
    assert.equal(await faultOf(my('Entry', { dir: 'x' })), 'module own: title is missing')
    assert.match(await faultOf({ package: 'My Entry' }), /: package: write the name of a package/)
    assert.match(await faultOf({ package: 'My::Entry', file: 'Entry.pm' }), /: file: write the absolute path/)
    assert.match(await faultOf({ ...my('Entry', {}), more: '1' }), /: more: is none of package, file, set$/)
    assert.match(await faultOf({ ...my('Entry', {}), package: 'Other' }), /: .*Entry\.pm: holds no Other that is a Rep/)
    assert.match(await faultOf(my('Missing', {})), /: Can't locate .*Missing\.pm/)
    assert.match(await faultOf(my('Entry', { title: { a: 'b' } })), /: set: each value is a text or a list of texts$/)
    await assert.rejects(
      example.write(my('Entry', { dir: ['unfinished'], title: 'x' })),
      /module own failed: exit code/,
    )
  })
})
