import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { suite, test, type TestContext } from 'node:test'
import { checks } from '../../../agent/commands/checks.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { PROBES } from '../../../agent/probes/probes.ts'
import { preparedChecks } from '../../../agent/watch/prepared-check.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Imported {
  readonly code: number
  readonly stdout: string
  /** What was left out, without the folder. */
  readonly said: readonly string[]
  /** The names of the checks, once the configuration has taken them. */
  readonly names: readonly string[]
}

async function run(
  words: readonly string[],
  options: Options,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
  const code = await checks.run(['import', ...words], options, io)
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

/** What becomes of these files of chkservd. */
async function imported(t: TestContext, files: Readonly<Record<string, string>>): Promise<Imported> {
  const folder = await temporaryFolder(t)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  symlinkSync('/dev/zero', join(folder, 'link'))
  const { code, stdout, stderr } = await run(['chkservd'], { from: folder })
  const file = join(await temporaryFolder(t), 'spoor.yml')
  writeFileSync(file, stdout, { mode: 0o600 })
  const { config } = await loadConfig(file)
  const prepared = preparedChecks(config.watch?.checks ?? [], PROBES)
  const said = stderr.replaceAll(`${folder}/`, '').replaceAll(folder, 'HERE').trim().split('\n')
  return { code, stdout, said, names: prepared.map(({ name }) => name) }
}

const RESTART = '/usr/local/cpanel/scripts/restartsrv_x'

suite('checks import chkservd', () => {
  test('what cPanel and others write becomes checks that the configuration takes', async (t) => {
    const { stdout, said } = await imported(t, {
      'chkservd.conf': 'exim:1\nexim-26:1\nftpd:1\nmonit:1\nnginx:1\nspamd:0\nlfd:1\npop:1\nmysql:1\nnamed:1\nweb:1\n',
      exim: `service[exim]=465,QUIT,220,${RESTART}\n`,
      'exim-26': `service[exim-26]=26,QUIT,220,${RESTART}\n`,
      ftpd: `# a comment\n\nservice[ftpd]=21,QUIT,220,${RESTART},ftpd,root\n`,
      monit: 'service[monit]=x,x,x,/etc/init.d/monit stop;/etc/init.d/monit start,/usr/bin/monit,root|monit\n',
      nginx: 'service[nginx]=80,GET / HTTP/1.0,HTTP/1..,/etc/init.d/nginx restart',
      spamd: `service[spamd]=783,x,x,${RESTART}`,
      pop: `service[pop]=110,QUIT,+OK,${RESTART},dovecot,root,1,imap`,
      lfd: 'service[lfd]=x,x,x,service lfd restart,lfd,root',
      mysql: `service[mysql]=3307,x,x,${RESTART}`,
      web: String.raw`service[web]=81,HEAD / HTTP/1.0\r\n\r\n,^HTTP/,x,webd,www`,
      named: `service[named]=53,x,x,${RESTART}`,
    })
    const flat = stdout.replaceAll(/\n +disabled_by:(?:\n +- \/.*)*/g, '').replaceAll(/\n +/g, ' ')
    assert.deepEqual(
      flat
        .split(/ - (?=name)/)
        .slice(1)
        .map((item) => item.replace(/ #.*/, '').trimEnd()),
      [
        'name: exim type: tcp service: smtps',
        'name: exim-26 type: tcp service: smtp port: 26',
        'name: ftpd type: tcp service: ftp',
        'name: monit type: process process: monit user: - root - monit',
        String.raw`name: nginx type: tcp port: 80 script: - send: "GET / HTTP/1.0\r\n\r\n" - expect: HTTP/1..`,
        'name: lfd type: process process: lfd user: root',
        'name: pop type: tcp service: pop3',
        'name: mysql type: mysql port: 3307',
        'name: named type: dns',
        String.raw`name: web type: tcp port: 81 script: - send: "HEAD / HTTP/1.0\r\n\r\n" - expect: ^HTTP/`,
        'name: web-process type: process process: webd user: www',
      ],
    )
    assert.match(stdout, /- \/etc\/eximdisable\n +- \/etc\/eximisevil\n +- \/etc\/chkserv\.d\/chkservd\.conf#exim:0\n/)
    assert.match(stdout, /# chkservd restarts it by: \/etc\/init\.d\/monit stop\n.*by: \/etc\/init\.d\/monit start\n/)
    assert.doesNotMatch(stdout, /^[^#]*(?:restartsrv|init\.d)/m)
    assert.deepEqual(said, ['link: cannot be used: it is a link'])
  })

  test('what is left out is named with its file and line, and the exit code is 1', async (t) => {
    const { code, stdout, said } = await imported(t, {
      'chkservd.conf': 'a:1\nb:1\nc:1\nd:1\ne:1\nf:1\ng:1\nh:1\nA:1\n9:1\nnowhere:1\nwhat\n../x:1\nok:1\ni:1\nj:1\n',
      a: 'service[a]=1,(?<=b)c,x\n',
      b: `service[b]=70000,x,x,${RESTART}`,
      c: `service[c]=80,x,(?<=b)c,${RESTART}`,
      d: `service[d]=80,a,b,c,${RESTART},p,root,1,d`,
      i: `service[i]=80,a,b,${RESTART},x,x,1`,
      j: `service[j]=80,%hulkkey_j%,b,${RESTART}`,
      e: `service[other]=80,x,x,${RESTART}`,
      f: `service[f]=x,x,x,${RESTART},a b,root`,
      g: `service[g]=x,x,x,${RESTART}`,
      h: `service[h]=x,x,x,${RESTART},h,root:0`,
      ok: `service[ok]=80,x,x,${RESTART}\nservice[ok]=81,x,x,${RESTART}`,
      9: `service[9]=80,x,x,${RESTART}`,
      unknown: `service[unknown]=80,x,x,${RESTART}`,
      'bad\u001b[2J': 'x',
      large: 'x'.repeat(64 * 1024 + 1),
    })
    assert.equal(code, 1)
    assert.deepEqual(
      said.toSorted(),
      [
        '9:1: 9: 9 cannot be the name of a check',
        'a:1: has 3 fields between commas instead of 4 to 8',
        'b:1: b: port is not a port',
        'bad?[2J: cannot be used: it is called as no service can be',
        'c:1: c: what it expects, (?<=b)c, looks around, (?<=, which takes more than linear time; write a script of type tcp',
        ...[
          [1, 'a'],
          [4, 'd'],
          [5, 'e'],
          [9, 'A'],
          [11, 'nowhere'],
        ].map(([line, name]) => `chkservd.conf:${line}: ${name} is on, and HERE has no line of it that is understood`),
        'chkservd.conf:12: is neither NAME:1 nor NAME:0',
        'chkservd.conf:13: is neither NAME:1 nor NAME:0',
        'd:1: has 9 fields between commas instead of 4 to 8',
        'i:1: i: its transaction, 1, is not documented',
        'j:1: j: it sends a key of cPanel',
        'e:1: service[other] is in a file of another name',
        'f:1: f: its process, a b, is not the name of a program',
        'g:1: g has neither a port nor a process; write a check of type unit',
        'h:1: h: user is not the name of an account',
        'large: cannot be used: it has 65537 bytes',
        'link: cannot be used: it is a link',
        'ok:2: service[ok] is there already',
        'unknown:1: unknown is neither on nor off in chkservd.conf',
      ].toSorted(),
    )
    assert.match(stdout, /name: ok\n +type: tcp\n +port: 80\n/)
  })

  test('text of others stays in its value or its comment', async (t) => {
    const text = 'a: {b} # "c\' & \u001b[31m\u009b x'
    const { stdout, names } = await imported(t, {
      'chkservd.conf': 'x:1\n',
      x: `service[x]=80,${text},^a: \\{b\\} \\/ / #$,${text}`,
    })
    for (const raw of ['\u001b', '\u009b']) assert.ok(!stdout.replace(/send: .*/, '').includes(raw))
    assert.match(stdout, /expect: '\^a: \\\{b\\\} \/ \/ #\$'\n/)
    assert.deepEqual(names, ['x'])
  })

  test('a folder that cannot be read, and a name that is none, end with 2', async (t) => {
    const folder = await temporaryFolder(t)
    mkdirSync(join(folder, 'many'))
    for (let name = 0; name < 513; name += 1) writeFileSync(join(folder, 'many', `${name}`), '')
    for (const [words, options, message] of [
      [['chkservd'], { from: '/nowhere' }, /^\/nowhere: cannot be read \(ENOENT\); name chkservd's folder by --from$/],
      [['chkservd'], { from: folder }, /\/chkservd\.conf: cannot be used: ENOENT.*; name chkservd's folder by --from$/],
      [['chkservd'], { from: join(folder, 'many') }, /cannot be read \(it holds more than 512 files\)/],
      [['monit'], {}, /^checks import: from what\? write: chkservd$/],
      [[], {}, /^checks import: from what\? write: chkservd$/],
      [['chkservd'], { json: true }, /^checks import: --json has no meaning here/],
    ] as const)
      await assert.rejects(run(words, options), { name: 'ActionNeeded', exitCode: 2, message })
  })
})
