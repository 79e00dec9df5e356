import { once } from "node:events";
import { createServer } from "node:net";
import { Stop } from "../setup/say.mjs";

/** PORT when it is set, else the first port from 3000 on that nothing listens on. */
export async function choosePort(wanted = process.env.PORT) {
  if (wanted !== undefined && wanted !== "") {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Stop(`PORT is "${wanted}"; it must be a whole number from 1 to 65535.`);
    if (!(await isFree(port)))
      throw new Stop(`Port ${port} (PORT) is taken by another process. Stop that one, or choose another: PORT=${port + 1} npm start`);
    return port;
  }
  for (let port = 3000; port < 3100; port += 1) if (await isFree(port)) return port;
  throw new Stop("No port from 3000 to 3099 is free. Choose one: PORT=4000 npm start");
}

async function isFree(port) {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch (error) {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    return false;
  } finally {
    server.close();
  }
}
