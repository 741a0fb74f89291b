import { escaped } from './html-document.ts';

/** Readable on a screen of any width, and A4 with the margins of an official paper when printed. */
const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #eee; color: #000; font: 18px/1.75 "FangSong", "仿宋", "STFangsong", "Noto Serif SC", "SimSun", serif; }
.paper { background: #fff; max-width: 156mm; margin: 1rem auto; padding: clamp(1rem, 5vw, 22mm) clamp(1rem, 6vw, 26mm); }
h1 { font: bold 1.6em/1.4 "SimSun", "宋体", "Noto Serif SC", serif; text-align: center; margin: 1.2em 0 .3em; }
h2, h3, .name, .sealed, .draft, th { font-family: "SimHei", "黑体", "Noto Sans SC", sans-serif; font-weight: bold; }
h2 { font-size: 1em; margin: .6em 0 0; text-indent: 2em; }
h3 { font-size: 1em; margin: .4em 0 0; }
p { margin: 0; text-align: justify; text-indent: 2em; overflow-wrap: anywhere; }
ol, ul { margin: 0; padding-left: 2.4em; overflow-wrap: anywhere; }
.red .organ { color: #d7000f; font: bold clamp(1.4rem, 5.2vw, 2.4rem)/1.3 "SimSun", "宋体", "Noto Serif SC", serif; }
.red { border-bottom: 2.5px solid #d7000f; padding-bottom: .4em; }
.organ, .number, .reference, .draft, .code { text-align: center; text-indent: 0; }
.plain .number { text-align: right; }
.reference { font-size: .8em; }
.recipient, .tail p, .sign, .contact { text-indent: 0; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; font-size: .85em; line-height: 1.5; }
th, td { border: 1px solid #000; padding: .25em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.fields th { width: 26%; text-align: center; vertical-align: middle; }
thead { display: table-header-group; }
.box { border: 1.5px solid #000; padding: .5em 1em; margin: 1em 0; }
.box h2 { text-align: center; text-indent: 0; margin: 0 0 .2em; }
.box.plain { background: #f4f4f0; }
.clock { border: 1px solid #888; padding: .3em .8em; margin: .5em 0; font-size: .82em; line-height: 1.6; }
.clock p, .box p { text-indent: 0; }
.signature { margin: 2em 0 0 38%; break-inside: avoid; }
.signature p { text-align: center; text-indent: 0; }
.seal { color: #767676; }
.sign { margin-top: 1em; }
.code { font: bold 2em/2 monospace; }
.tail { margin-top: 1.5em; border-top: 1px solid #000; border-bottom: 1px solid #000; padding: .2em 0; font-size: .8em; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  body { background: none; font-size: 16pt; line-height: 28pt; }
  .paper { max-width: none; margin: 0; padding: 0; break-after: page; }
  .paper:last-child { break-after: auto; }
  h1, h2, h3 { break-after: avoid; }
}
`;

/** A page of its own: no script, nothing loaded from anywhere. */
export const htmlPage = (title: string, body: string): string =>
  `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
