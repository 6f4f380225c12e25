// Made by scripts/gen-kernels.ts of src/kernels/lu.ts.
export const lu = `func @kernel.lu(%0: mem<f64>, %1: mem<f64>, %2: i32, %3: i32) -> () disjoint {
%4 = to_f64 %3
%5 = const i32 0
%6 = const i32 1
%7 = add %3, %6
%8 = mul %4, %4
%9 = mul %3, %3
%10 = ceil %8
%11 = clamp_i32 %10
%12 = ne %8, %8
%13 = select %12, %5, %11
%14 = const f64 0
for {step: 1} %5, %2 { (%15: i32)
%16 = mul %15, %3
%17 = mul %16, %3
%18 = mul %16, %7
%19 = add %18, %9
for {step: 1} %5, %13 { (%20: i32)
%21 = add %18, %20
%22 = add %17, %20
%23 = load %0, %22
store %1, %21, %23
yield
}
for {step: 1} %5, %3 { (%24: i32)
%25 = to_f64 %24
%26 = add %19, %24
store %1, %26, %25
yield
}
for {step: 1} %5, %3 { (%27: i32)
%28 = mul %27, %3
%29 = add %18, %28
%30 = add %29, %27
%31 = load %1, %30
%32 = abs %31
%33 = add %27, %6
%34, %35 = for {step: 1} %33, %3, %32, %27 { (%36: i32, %37: f64, %38: i32)
%39 = mul %36, %3
%40 = add %18, %39
%41 = add %40, %27
%42 = load %1, %41
%43 = abs %42
%44 = gt %43, %37
%45 = select %44, %43, %37
%46 = select %44, %36, %38
yield %45, %46
}
%47 = ne %35, %27
if %47 {
%48 = mul %35, %3
%49 = add %18, %48
for {step: 1} %5, %3 { (%50: i32)
%51 = add %29, %50
%52 = load %1, %51
%53 = add %49, %50
%54 = load %1, %53
store %1, %51, %54
store %1, %53, %52
yield
}
%55 = add %19, %27
%56 = load %1, %55
%57 = add %19, %35
%58 = load %1, %57
store %1, %55, %58
store %1, %57, %56
yield
} {
yield
}
%59 = load %1, %30
%60 = ne %59, %14
if %60 {
for {step: 1} %33, %3 { (%61: i32)
%62 = mul %61, %3
%63 = add %18, %62
%64 = add %63, %27
%65 = load %1, %64
%66 = div %65, %59
store %1, %64, %66
for {step: 1} %33, %3 { (%67: i32)
%68 = add %63, %67
%69 = load %1, %68
%70 = add %29, %67
%71 = load %1, %70
%72 = mul %66, %71
%73 = sub %69, %72
store %1, %68, %73
yield
}
yield
}
yield
} {
yield
}
yield
}
yield
}
return
}
`;
