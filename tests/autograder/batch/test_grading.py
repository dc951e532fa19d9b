def test_smoke(examined):
    import time
    t=time.time()
    g, told = examined()
    for x in told: print(x)
    print(time.time()-t)
    import subprocess; print(subprocess.run(["find",str(g.job.out),"-type","f"],capture_output=True,text=True).stdout)
    t=time.time()
    g, told = examined(course=g.job.workspace)
    print(told, time.time()-t)
