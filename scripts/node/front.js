// TLS and HTTP/2 before a shop on this machine, as the proxy puts them in production. For measuring only.
//   node front.js PORT SHOP_PORT CERTIFICATE_AND_KEY.pem
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createSecureServer } from "node:http2";

const [port, shopPort, file] = process.argv.slice(2);
const pem = readFileSync(file);
const OF_A_CONNECTION = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/** What may go on to the other side: not what is about one connection, nor HTTP/2's own fields. */
function passedOn(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":") && !OF_A_CONNECTION.includes(name)));
}

createSecureServer({ key: pem, cert: pem, allowHTTP1: true }, (asked, answer) => {
  const host = asked.headers[":authority"] ?? asked.headers.host;
  const headers = { ...passedOn(asked.headers), host, "x-forwarded-proto": "https" };
  const shop = request({ host: "127.0.0.1", port: shopPort, agent: false, method: asked.method, path: asked.url, headers }, (response) => {
    answer.writeHead(response.statusCode, passedOn(response.headers));
    response.pipe(answer);
  });
  shop.on("error", () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  answer.on("close", () => shop.destroy());
  asked.pipe(shop);
}).listen(Number(port), "127.0.0.1");
